import DropoutEngine
import PlainText

/// What a kind of dropout does, in words for the caption and the help.
struct KindWords {
  let scene: Scene
  let index: Int

  private var site: SiteCall { scene.call.sites[index] }
  private var inks: Inks { scene.inks }
  private var kind: (any DropoutKind)? { scene.kind(of: site) }

  /// Sentences about this call, the fullest first; empty for kinds that the plain ones tell of.
  var sentences: [[Run]] {
    guard let kind else { return [] }
    if site.fill != nil { return alpha }
    if !kind.law.drops { return gaussian }
    guard let deed = kind.deed else { return [] }
    let plain = said(kind.word, " \(deed). ")
    if kind is AttentionDropout { return attention + plain }
    if case .clusters = kind.law { return blocks(kind.word) + plain }
    return plain
  }

  private func said(_ word: String, _ rest: String) -> [[Run]] {
    [[Run(word, inks.strong), Run(rest, inks.text)]]
  }

  /// What was asked for, what follows from it, and what came of it: the three often differ.
  private func blocks(_ word: String) -> [[Run]] {
    let reading = scene.reading(index)
    guard let rate = site.rate, let draws = reading.draws, draws > 0,
      let expected = reading.kept.expected?.mean, let kept = reading.kept.measured
    else { return [] }
    func dropped(_ kept: Double) -> String { Numerals.percent(1 - kept / Double(draws)) }
    let numbers =
      "asked \(Numerals.percent(rate.value)), expected \(dropped(expected)),"
      + " dropped \(dropped(kept)). "
    return said(word, " drops whole squares of a map: \(numbers)")
      + said(word + "s", ": \(numbers)")
  }

  private var alpha: [[Run]] {
    guard let fill = site.fill, let scale = site.scale, let shift = site.shift else { return [] }
    let value = Numerals.short(fill * scale + shift)
    let square = Run(inks.isASCII ? "v" : "▪", inks.ink(scene.theme.negative))
    return [
      [
        square, Run(": dropped, and so ", inks.text),
        Run(value, inks.ink(scene.theme.negative)),
        Run(
          ", not 0; × \(decimal(scale, 3)) + \(decimal(shift, 3)) keeps mean and variance. ",
          inks.text),
      ],
      [square, Run(": dropped, and so \(value), not 0. ", inks.text)],
    ]
  }

  private var gaussian: [[Run]] {
    guard let rate = site.rate, rate.value > 0 else { return [] }
    let turned = site.factors.map { factors in factors.count { $0 < 0 } }
    let sd = decimal((rate.value / rate.keep).squareRoot(), 2)
    let tail = turned.map { "; \($0) of \(site.factors?.count ?? 0) turned" } ?? ""
    return [
      [
        Run("Nothing is dropped", inks.strong),
        Run(": each value is multiplied by its own number, 1 ± \(sd)\(tail). ", inks.text),
      ], [Run("Each value has its own factor, 1 ± \(sd)\(tail). ", inks.text)],
      [Run("Each value has its own factor, 1 ± \(sd). ", inks.text)],
    ]
  }

  private var attention: [[Run]] {
    guard let sums = RowSums(scene, index: index), sums.sd > 0 else { return [] }
    let span = "\(decimal(sums.smallest, 2))–\(decimal(sums.largest, 2))"
    let theory = "\(decimal(sums.mean, 2)) ± \(decimal(sums.sd, 2))"
    return said("attention", " drops single weights: row sums \(span), theory \(theory). ")
  }
}
