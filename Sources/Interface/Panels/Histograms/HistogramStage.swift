import DropoutEngine

/// One stage and how it is shown.
struct HistogramStage {
  let name: String
  let color: Color
  let statistics: StageStatistics
  /// Its mean beside what is expected; before the mask nothing is.
  let mean: SiteReading.Number
  /// What made the stage of the one before it, in full and short.
  let operations: [[Run]]
  /// How many elements took a value of their own in place of 0, and which.
  var filled: (count: Int, value: Double)? = nil
  /// Whether elements have factors and none is dropped.
  var hasFactors = false
  /// What its bins cover, where that is not what those of the other stages do.
  var range: HistogramRange? = nil

  /// The three stages of a site, in their order.
  static func all(_ scene: Scene, _ site: SiteCall, _ stages: Stages) -> [HistogramStage] {
    let inks = scene.inks
    let reading = SiteReading(
      site, of: scene.call, kind: scene.arrival.header.site(site.name)?.kind)
    let phase = scene.phase(site)
    let isDrawn = site.isDrawn ?? (phase == .train)
    let hasFactors = isDrawn && scene.kind(of: site)?.law.drops == false
    let masking = hasFactors ? "× factors" : isDrawn ? "× mask" : "no mask"
    var filled: (count: Int, value: Double)?
    if let fill = site.fill, let kept = site.kept, isDrawn {
      filled = (max(0, stages.before.size - kept), fill)
    }
    let last = filled.map { filled in
      (count: filled.count, value: filled.value * (site.scale ?? 1) + (site.shift ?? 0))
    }
    return [
      HistogramStage(
        name: "before", color: scene.theme.before, statistics: stages.before,
        mean: .init(stages.before.mean, nil),
        operations: sources(scene).map { [Run($0, inks.label)] }),
      HistogramStage(
        name: "masked", color: scene.theme.kept, statistics: stages.masked, mean: reading.masked,
        operations: [[Run(masking, inks.label)]], filled: filled, hasFactors: hasFactors),
      HistogramStage(
        name: "after", color: scene.theme.after, statistics: stages.after, mean: reading.after,
        operations: scaling(reading, site.shift, inks), filled: last, hasFactors: hasFactors),
    ]
  }

  /// Where the values come from, in full and short.
  private static func sources(_ scene: Scene) -> [String] {
    switch scene.arrival.header.preset {
    case "digits", "article": ["relu(W·x+b)", "relu(Wx+b)"]
    case "module": ["x"]
    default: ["activation"]
    }
  }

  /// The factor of the last stage and its formula; in alarm where it is not what the mode says.
  private static func scaling(
    _ reading: SiteReading, _ shift: Double?, _ inks: Inks
  ) -> [[Run]] {
    guard let scale = reading.scale.measured else { return [] }
    let factor = Numerals.factor(scale)
    if reading.scale.isOff { return [[Run("× \(factor)", inks.alarm)]] }
    if let shift, shift != 0 {
      let sum = "× \(factor) \(shift < 0 ? "−" : "+") \(Numerals.factor(abs(shift)))"
      return [[Run("a x + b = ", inks.label), Run(sum, inks.text)], [Run(sum, inks.text)]]
    }
    guard let formula = reading.formula else { return [[Run("× \(factor)", inks.label)]] }
    return [
      [Run("× \(formula)=", inks.label), Run(factor, inks.text)],
      [Run("× ", inks.label), Run(factor, inks.text)],
    ]
  }
}
