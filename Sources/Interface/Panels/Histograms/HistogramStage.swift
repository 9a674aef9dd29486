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
  /// What its bins cover, where that is not what those of the other stages do.
  var range: HistogramRange? = nil

  /// The three stages of a site, in their order.
  static func all(_ scene: Scene, _ site: SiteCall, _ stages: Stages) -> [HistogramStage] {
    let inks = scene.inks
    let reading = SiteReading(
      site, of: scene.call, kind: scene.arrival.header.site(site.name)?.kind)
    let phase = scene.phase(site)
    let isDrawn = site.isDrawn ?? (phase == .train)
    return [
      HistogramStage(
        name: "before", color: scene.theme.before, statistics: stages.before,
        mean: .init(stages.before.mean, nil),
        operations: sources(scene).map { [Run($0, inks.label)] }),
      HistogramStage(
        name: "masked", color: scene.theme.kept, statistics: stages.masked, mean: reading.masked,
        operations: [[Run(isDrawn ? "× mask" : "no mask", inks.label)]]),
      HistogramStage(
        name: "after", color: scene.theme.after, statistics: stages.after, mean: reading.after,
        operations: scaling(reading, inks)),
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
  private static func scaling(_ reading: SiteReading, _ inks: Inks) -> [[Run]] {
    guard let scale = reading.scale.measured else { return [] }
    let factor = Numerals.factor(scale)
    if reading.scale.isOff { return [[Run("× \(factor)", inks.alarm)]] }
    guard let formula = reading.formula else { return [[Run("× \(factor)", inks.label)]] }
    return [
      [Run("× \(formula)=", inks.label), Run(factor, inks.text)],
      [Run("× ", inks.label), Run(factor, inks.text)],
    ]
  }
}
