import RealModule

/// The longest run of ones among independent draws.
package struct LongestRun: Sendable, Equatable {
  /// How many draws there are.
  let draws: Int
  /// The chance of a one.
  let chance: Double

  /// Up to so many draws the distribution is counted out; beyond, its limit is as good.
  private static let exactUpTo = 4096

  package init(draws: Int, chance: Double) {
    self.draws = max(0, draws)
    self.chance = min(max(chance, 0), 1)
  }

  /// The chance that no run is longer than `length`.
  ///
  /// Counted out by F(t) = F(t−1) − p qʳ F(t−r−1) with r = length + 1; for many draws W. Feller's
  /// limit (vol. 1, XIII.7), which is off by less than 1e-9 there.
  package func atMost(_ length: Int) -> Double {
    if length < 0 { return 0 }
    if length >= draws || chance == 0 { return 1 }
    if chance == 1 { return 0 }
    let r = length + 1
    let power = Double.pow(chance, r)
    return draws <= Self.exactUpTo ? exact(r, power) : limit(r, power)
  }

  /// The smallest length that at most it has this chance of.
  package func quantile(_ share: Double) -> Int {
    var (low, high) = (-1, draws)
    while high - low > 1 {
      let middle = (low + high) / 2
      if atMost(middle) >= share { high = middle } else { low = middle }
    }
    return max(0, high)
  }

  /// Between which lengths all but `outside` lies, half of it on each side.
  package func band(outside: Double = 0.05) -> ClosedRange<Int> {
    let low = quantile(outside / 2)
    return low...max(low, quantile(1 - outside / 2))
  }

  private func exact(_ r: Int, _ power: Double) -> Double {
    var free = [Double](repeating: 1, count: draws + 1)
    free[r] = 1 - power
    let step = (1 - chance) * power
    for t in stride(from: r + 1, through: draws, by: 1) {
      free[t] = free[t - 1] - step * free[t - r - 1]
    }
    return max(0, free[draws])
  }

  /// (1 − q x) / ((r + 1 − r x) p) · x^−(n+1), x the root of 1 − x + p qʳ x^(r+1) next to 1.
  private func limit(_ r: Int, _ power: Double) -> Double {
    let p = 1 - chance
    var x = 1.0
    for _ in 0..<200 {
      let next = 1 + p * power * Double.pow(x, r + 1)
      guard next.isFinite, next < 1 / chance else { return 0 }
      if abs(next - x) < 1e-16 { break }
      x = next
    }
    let factor = (1 - chance * x) / ((Double(r) + 1 - Double(r) * x) * p)
    return min(1, max(0, factor * Double.exp(-Double(draws + 1) * Double.log(x))))
  }
}
