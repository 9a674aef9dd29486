import DropoutEngine

/// One sentence: whether all units are kept equally often, or which is not.
struct UnitsCaption {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }
  private var many: String { figures.words.many }

  /// Whether the counts spread more, or less, than chance lets them: 1 in 1.7 million.
  static func isOff(_ tally: UnitTally) -> Bool {
    tally.chance.map { $0 < 5.7e-7 || 1 - $0 < 5.7e-7 } ?? false
  }

  /// The fullest first.
  var choices: [[Run]] {
    guard let tally = figures.tally else {
      return [[Run("No counts of single \(many): \(figures.absence).", inks.label)]]
    }
    guard figures.hasChance else {
      return [
        [Run("Decisions of this kind hang together: \(many) are no coins of their own.", inks.text)]
      ]
    }
    if let changes = figures.history?.changes, MaskRepeats.isMore(changes) {
      let count = Numerals.grouped(changes.equal)
      return alarm(
        "\(count) pairs of masks are the same", ": a mask is drawn anew in every call, not kept.")
    }
    if let odd = odd(tally) { return odd }
    if let lag = lag { return lag }
    return healthy(tally)
  }

  private func alarm(_ what: String, _ meaning: String) -> [[Run]] {
    let head = Run("\(inks.warning) \(what)", inks.alarm)
    return [[head, Run(meaning, inks.text)], [head]]
  }

  private func odd(_ tally: UnitTally) -> [[Run]]? {
    if let extremes = tally.extremes {
      let worst = [extremes.least, extremes.most].max {
        abs(tally.sigma($0)) < abs(tally.sigma($1))
      }
      if let worst, abs(tally.sigma(worst)) >= TimeLane.limit {
        let share = Numerals.percent(Double(tally.kept[worst]) / Double(max(1, tally.rows)))
        let expected = Numerals.percent(tally.expected / Double(max(1, tally.rows)))
        return alarm(
          "\(figures.words.one) \(worst) was kept in \(share) where \(expected) is expected",
          ", \(Numerals.sigma(tally.sigma(worst))): \(many) are not drawn alike.")
      }
    }
    guard Self.isOff(tally), let chance = tally.chance else { return nil }
    return chance < 0.5
      ? alarm("\(many) differ more than chance lets them", ": they are not drawn alike.")
      : alarm("\(many) differ less than chance lets them", ": draws are balanced, not independent.")
  }

  private var lag: [[Run]]? {
    guard let lags = figures.history?.lags else { return nil }
    for (lag, tally) in zip(DrawLag.allCases, lags) {
      guard let sigma = tally.sigma, abs(sigma) >= TimeLane.limit, let r = tally.correlation else {
        continue
      }
      return alarm(
        "elements agree with those of the \(lag.words): \(Numerals.signed(r))",
        ", \(Numerals.sigma(sigma)): draws are not independent.")
    }
    return nil
  }

  private func healthy(_ tally: UnitTally) -> [[Run]] {
    let rows = Double(max(1, tally.rows))
    let band = tally.band
    let low = Numerals.percent(Double(band.lowerBound) / rows)
    let high = Numerals.percent(Double(band.upperBound) / rows)
    let share = Numerals.percent(tally.expected / rows)
    let who = "\(tally.kept.count - tally.outliers) of \(tally.kept.count)"
    let first = [
      Run("A fair mask keeps every \(figures.words.one) ", inks.text), Run(share, inks.kept),
      Run(" of the time: ", inks.text), Run(who, inks.kept),
      Run(" lie in \(low)…\(high), where 95 of 100 do", inks.text),
    ]
    let second = Run("; no element knows of another", inks.text)
    let end = Run(".", inks.text)
    return [
      first + [second, end], first + [end],
      [Run("\(who) \(many) lie in \(low)…\(high).", inks.text)],
    ]
  }
}
