import RealModule

/// The binomial distribution of how many of n independent draws keep: tails and quantiles.
///
/// Tails are sums of exact terms, from the largest on, until one no longer matters: what they cost
/// grows with the standard deviation. From ``normalFrom`` draws on the normal approximation with a
/// continuity correction stands in, unless a tail is thin.
public struct Binomial: Sendable, Equatable {
  /// How many draws there are.
  public let count: Int
  /// The chance of each to keep.
  public let keep: Double

  /// Draws from which quantiles come from the normal approximation.
  public static let normalFrom = 1_000_000

  /// - Parameters:
  ///   - count: at least 0.
  ///   - keep: 0...1.
  public init(count: Int, keep: Double) {
    self.count = max(0, count)
    self.keep = min(max(keep, 0), 1)
  }

  /// The mean, n q.
  public var mean: Double { Double(count) * keep }

  /// The standard deviation, √(n q p).
  public var sd: Double { (Double(count) * keep * (1 - keep)).squareRoot() }

  /// The chance of exactly `k`.
  public func chance(of k: Int) -> Double {
    guard 0...count ~= k else { return 0 }
    if keep == 0 || keep == 1 { return k == (keep == 0 ? 0 : count) ? 1 : 0 }
    return Double.exp(logChance(of: k))
  }

  /// The chance of at most `k`.
  public func atMost(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if k >= count { return 1 }
    return Double(k) <= mean ? tail(from: k, step: -1) : 1 - tail(from: k + 1, step: 1)
  }

  /// The chance of at least `k`.
  public func atLeast(_ k: Int) -> Double {
    if k <= 0 { return 1 }
    if k > count { return 0 }
    return Double(k) >= mean ? tail(from: k, step: 1) : 1 - tail(from: k - 1, step: -1)
  }

  /// The chance of lying as far out as `k`, or farther, on either side: twice the smaller tail.
  public func surprise(of k: Int) -> Double { min(1, 2 * min(atMost(k), atLeast(k))) }

  /// Between which counts all but `outside` lies, half of it on each side: the smallest k whose
  /// distribution function reaches outside/2, and 1 - outside/2.
  public func band(outside: Double = 0.05) -> ClosedRange<Int> {
    let low = quantile(outside / 2)
    return low...max(low, quantile(1 - outside / 2))
  }

  /// The smallest k that at most k has at least this chance of.
  public func quantile(_ share: Double) -> Int {
    if share <= 0 || keep == 0 || count == 0 { return 0 }
    if share >= 1 || keep == 1 { return count }
    if count >= Self.normalFrom {
      // One percent of a standard deviation is a thousand draws here and more.
      var z = (low: -40.0, high: 40.0)
      for _ in 0..<60 {
        let middle = (z.low + z.high) / 2
        if Double.erfc(-middle / 2.0.squareRoot()) / 2 < share {
          z.low = middle
        } else {
          z.high = middle
        }
      }
      return min(count, max(0, Int((mean + z.high * sd).rounded())))
    }
    var (low, high) = (-1, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if atMost(middle) >= share { high = middle } else { low = middle }
    }
    return high
  }

  /// The sum of all terms from `start` on, away from the mean, where each is smaller than the last.
  private func tail(from start: Int, step: Int) -> Double {
    if keep == 0 { return start <= 0 ? 1 : 0 }
    if keep == 1 { return start >= count ? 1 : 0 }
    let odds = keep / (1 - keep)
    var term = 1.0
    var sum = 1.0
    var k = start
    while term > 1e-18 * sum, 0...count ~= k + step {
      term *=
        step < 0
        ? Double(k) / (Double(count - k + 1) * odds) : Double(count - k) * odds / Double(k + 1)
      sum += term
      k += step
    }
    return Double.exp(logChance(of: start) + Double.log(sum))
  }

  /// By the saddle point of C. Loader (2000), whose parts do not cancel as log-gammas do.
  private func logChance(of k: Int) -> Double {
    let (n, x) = (Double(count), Double(k))
    if k == 0 { return n * Double.log(onePlus: -keep) }
    if k == count { return n * Double.log(keep) }
    let rest = n - x
    let errors = Self.stirling(n) - Self.stirling(x) - Self.stirling(rest)
    let deviance =
      Self.deviance(x, n * keep) + Self.deviance(rest, n * (1 - keep))
    return errors - deviance + 0.5 * Double.log(n / (2 * Double.pi * x * rest))
  }

  /// log n! less Stirling's approximation of it.
  private static func stirling(_ n: Double) -> Double {
    if n < 16 {
      let exact = (1...max(1, Int(n))).reduce(0) { $0 + Double.log(Double($1)) }
      return exact - (n + 0.5) * Double.log(n) + n - 0.5 * Double.log(2 * Double.pi)
    }
    let square = n * n
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n
  }

  /// x log(x/m) + m - x, also where the two are close.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    let distance = (x - m) / m
    guard abs(distance) < 0.1 else { return x * Double.log(x / m) + m - x }
    // (1 + d) log(1 + d) - d as a series: d²/2 - d³/6 + d⁴/12 - …
    var (sum, power) = (0.0, distance * distance)
    for k in 2..<30 {
      sum += (k.isMultiple(of: 2) ? power : -power) / Double(k * (k - 1))
      power *= distance
    }
    return m * sum
  }
}
