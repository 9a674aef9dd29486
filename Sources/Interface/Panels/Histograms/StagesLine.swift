import DropoutEngine

/// The three stages of a site in one line, where there is no room for histograms:
/// `0.165 → 0.079 → 0.158 −1.3σ zeros 79.8%`.
struct StagesLine {
  let scene: Scene
  let site: SiteCall

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    guard let stages = site.stages else {
      canvas.write("values not logged", inks.label, x: rect.x + 1, y: rect.y, limit: rect.width - 1)
      return
    }
    let reading = SiteReading(
      site, of: scene.call, kind: scene.arrival.header.site(site.name)?.kind)
    let means: [(Double?, Style)] = [
      (stages.before.mean, inks.before), (stages.masked.mean, inks.kept),
      (stages.after.mean, inks.after),
    ]
    let runs = Array(
      means.map { [Run(Numerals.short($0.0), $0.1)] }.joined(separator: [Run(" → ", inks.label)]))
    var parts = [Part(3, [Run("mean", inks.label)]), Part(0, runs)]
    if let sigma = reading.after.sigma {
      parts.append(
        Part(1, [Run(Numerals.sigma(sigma), reading.after.isOff ? inks.alarm : inks.label)]))
    }
    if site.elements > 0 {
      let share = Numerals.percent(Double(stages.after.zeros) / Double(site.elements))
      parts.append(Part(2, [Run("zeros ", inks.label), Run(share, inks.text)]))
    }
    canvas.write(parts.fitting(rect.width - 2, gap: 1), x: rect.x + 1, y: rect.y, gap: 1)
  }
}
