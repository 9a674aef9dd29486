import DropoutEngine
import PlainText

/// One sentence: what the boxes show now, or what the wrong way in them comes to.
struct CompareCaption {
  let scene: Scene

  private var inks: Inks { scene.inks }

  /// The fullest first.
  var choices: [[Run]] {
    guard let values = CompareValues(scene) else {
      let known = scene.selectedSite != nil
      let words = known ? "Of this site rate or values are not known." : scene.absence + "."
      return [[Run(words, inks.text)]]
    }
    if let way = scene.state.memory[CompareState.self].way { return wrong(way, values) }
    if let fixed = values.fixedMode { return [[Run(fixed + ".", inks.text)]] }
    let legend = [
      Run(" ●", inks.after), Run(" mean here, ", inks.text), Run("┼", inks.accent),
      Run(" mean before dropout, ", inks.text), Run("dotted", inks.before),
      Run(" its values.", inks.text),
    ]
    let told = right(values)
    let plain = "One call, one mask, one set of weights in all four boxes."
    return told.map { $0 + legend } + [[Run(plain, inks.text)] + legend] + told
  }

  /// `The same mask: inverted keeps the mean near 0.165, vanilla halves it and eval does too.`
  private func right(_ values: CompareValues) -> [[Run]] {
    let mask = values.isBorrowed ? "A mask it would draw" : "The same mask"
    func mean(_ way: ScalingWay, _ phase: Phase) -> Run {
      Run(Numerals.short(values.side(way, phase)?.mean), inks.after)
    }
    func sentence(_ start: String) -> [Run] {
      [
        Run("\(start): inverted ", inks.text), mean(.inverted, .train),
        Run(" in training, ", inks.text), mean(.inverted, .eval),
        Run(" in eval; vanilla ", inks.text), mean(.vanilla, .train), Run(" and ", inks.text),
        mean(.vanilla, .eval), Run(".", inks.text),
      ]
    }
    return [sentence(mask), sentence("Means")]
  }

  private func wrong(_ way: ScalingWay, _ values: CompareValues) -> [[Run]] {
    let rate = way.shown(values.rate)
    let name = Run("\(inks.warning) \(way.title)", inks.alarm)
    let when = rate == values.rate ? "" : " at p \(decimal(rate.value, 2))"
    let ratio = way.ratio(rate).map(Numerals.factor) ?? "–"
    var first = [name, Run("\(when): evaluation would be \(ratio) × what training had", inks.text)]
    if way == .forgotten {
      first = [name, Run(": the mean would be right, but every run differ", inks.text)]
    }
    if way == .swapped {
      first = [
        name, Run("\(when): would drop \(Numerals.percent(rate.keep, 0)) of the values", inks.text),
      ]
    }
    let prices = scene.comparison?.prices ?? []
    guard let price = prices.first(where: { $0.way == way })?.score,
      let right = prices.first(where: { $0.way == .inverted })?.score
    else { return [first + [Run(".", inks.text)]] }
    let loss = [
      Run("; loss \(Numerals.short(right.loss)) → ", inks.text),
      Run(Numerals.short(price.loss), inks.ink(scene.theme.alarm)),
    ]
    let share = Run(
      ", correct \(Numerals.percent(right.accuracy)) → \(Numerals.percent(price.accuracy)).",
      inks.text)
    return [first + loss + [share], first + loss + [Run(".", inks.text)], first]
  }
}
