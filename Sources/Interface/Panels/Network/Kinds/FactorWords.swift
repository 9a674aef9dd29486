import DropoutEngine
import PlainText

/// Where values have factors and none is dropped: how many signs were turned, and the factors' mean,
/// beside what is expected of them.
struct FactorWords {
  let parts: [Part]
  /// The same for the table of numbers.
  let rows: [NumberRow]

  /// Nil where a site has none on record.
  init?(_ scene: Scene, _ site: SiteCall) {
    guard let factors = site.factors, !factors.isEmpty, let rate = site.rate,
      let kind = scene.kind(of: site), !kind.law.drops
    else { return nil }
    let inks = scene.inks
    let theory = kind.predictions(
      of: MomentsBefore(mean: 0, sd: 1, count: factors.count),
      effect: kind.effect(rate: rate, mode: .inverted, phase: scene.phase(site))
    ).factors
    let turned = factors.count { $0 < 0 }
    let mean = factors.reduce(0, +) / Double(factors.count)
    var parts = [
      Part(2, [Run("turned", inks.label)]),
      Part(0, [Run("\(turned)/\(factors.count)", inks.measured)]),
    ]
    if let sigma = theory?.turned.sigma(of: Double(turned)) {
      parts.append(Part(1, [Run(Numerals.sigma(sigma), inks.label)]))
    }
    parts.append(
      Part(3, [Run("mean", inks.label), Run(" \(decimal(mean, 3))", inks.measured)]))
    if let sigma = theory?.mean.sigma(of: mean) {
      parts.append(Part(4, [Run(Numerals.sigma(sigma), inks.label)]))
    }
    self.parts = parts
    let squares = factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares / Double(max(1, factors.count - 1))
    rows = [
      Self.row("factor mean", mean, theory?.mean) { decimal($0, 4) },
      Self.row("factor var", variance, theory?.variance) { decimal($0, 4) },
      Self.row("turned", Double(turned), theory?.turned) {
        $0 == $0.rounded() ? Numerals.grouped(Int(nearest: $0)) : decimal($0, 1)
      },
    ]
  }

  private static func row(
    _ name: String, _ value: Double, _ expected: Expectation?, _ text: (Double) -> String
  ) -> NumberRow {
    var row = NumberRow(
      name: name, measured: text(value), expected: expected.map { text($0.mean) })
    guard let sigma = expected?.sigma(of: value) else { return row }
    row.call = Numerals.sigma(sigma)
    row.isOff = abs(sigma) >= SiteReading.Number.limit
    row.isCause = row.isOff
    row.mark = row.isOff ? .cause : .fine
    return row
  }
}
