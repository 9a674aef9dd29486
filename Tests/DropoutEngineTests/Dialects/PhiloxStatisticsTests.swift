import Testing

@testable import DropoutEngine

/// Whether Philox masks look independent: every statistic is a sum of uncorrelated terms, divided by
/// its standard deviation, and should be standard normal.
///
/// Some 1,000 statistics are compared with ±6, which right masks exceed with probability below 2e-6
/// in all. Seeds are fixed, so that the outcome is the same on every run.
@Suite(.enabled(if: isOptimised, "a statistical test, run with -c release"))
struct PhiloxStatisticsTests {
  private static let size = 1 << 20
  private static let limit = 6.0

  private func bits(seed: UInt64, rate: Double, call: Int, layer: Int) throws -> [UInt8] {
    let mask = try #require(
      PhiloxMasks(seed: seed).mask(
        count: Self.size, rate: .known(rate), at: DrawSite(call: call, layer: layer)))
    return (0..<mask.count).map { mask[$0] ? 1 : 0 }
  }

  /// The correlation of `a` with `b` shifted by `lag`, in standard deviations from none.
  private func correlation(_ a: [UInt8], _ b: [UInt8], lag: Int, keep: Double) -> Double {
    let count = a.count - lag
    var both = 0
    var sum = 0
    for index in 0..<count {
      both += Int(a[index] & b[index + lag])
      sum += Int(a[index] + b[index + lag])
    }
    let centred = Double(both) - keep * Double(sum) + Double(count) * keep * keep
    return centred / (Double(count).squareRoot() * keep * (1 - keep))
  }

  @Test("The kept share is the keep probability", arguments: [0.001, 0.05, 0.2, 0.5, 0.9])
  func keepRate(rate: Double) throws {
    for seed: UInt64 in 0..<20 {
      let mask = try bits(seed: seed, rate: rate, call: 1, layer: 0)
      let kept = Double(mask.count { $0 == 1 })
      let size = Double(Self.size)
      let z = (kept - size * (1 - rate)) / (size * rate * (1 - rate)).squareRoot()
      #expect(abs(z) < Self.limit, "seed \(seed)")
    }
  }

  @Test("Elements 1 to 64 apart, or whole blocks, are independent", arguments: [0.1, 0.5, 0.8])
  func lags(rate: Double) throws {
    for seed: UInt64 in [1, 42] {
      let mask = try bits(seed: seed, rate: rate, call: 1, layer: 0)
      for lag in Array(1...64) + [128, 256, 512, 1024, 8192] {
        let z = correlation(mask, mask, lag: lag, keep: 1 - rate)
        #expect(abs(z) < Self.limit, "seed \(seed), lag \(lag)")
      }
    }
  }

  @Test("Runs are as many and as long as chance makes them", arguments: [0.1, 0.5, 0.8])
  func runs(rate: Double) throws {
    for seed: UInt64 in [1, 42, 1337] {
      let mask = try bits(seed: seed, rate: rate, call: 1, layer: 0)
      let lengths = runLengths(mask)
      let z = runsScore(mask, runs: lengths[0].count + lengths[1].count)
      #expect(abs(z) < Self.limit, "seed \(seed): number of runs")
      for (bit, share) in [rate, 1 - rate].enumerated() {
        // A run goes on with each element's probability.
        let runs = Double(lengths[bit].count)
        var longer = 1.0
        for length in 1...12 {
          let chance = longer * (1 - share)
          longer *= share
          let count = Double(lengths[bit].count { $0 == length })
          guard runs * chance > 100 else { continue }
          let z = (count - runs * chance) / (runs * chance * (1 - chance)).squareRoot()
          #expect(abs(z) < Self.limit, "seed \(seed), runs of \(length) times \(bit)")
        }
      }
    }
  }

  /// The lengths of all runs of 0, and of 1.
  private func runLengths(_ mask: [UInt8]) -> [[Int]] {
    var lengths: [[Int]] = [[], []]
    var start = 0
    for index in 1...mask.count where index == mask.count || mask[index] != mask[start] {
      lengths[Int(mask[start])].append(index - start)
      start = index
    }
    return lengths
  }

  /// The number of runs, given how many are kept (A. Wald and J. Wolfowitz, 1940).
  private func runsScore(_ mask: [UInt8], runs: Int) -> Double {
    let count = Double(mask.count)
    let kept = Double(mask.count { $0 == 1 })
    let pairs = 2 * kept * (count - kept)
    let mean = pairs / count + 1
    let variance = pairs * (pairs - count) / (count * count * (count - 1))
    return (Double(runs) - mean) / variance.squareRoot()
  }

  @Test("Calls, layers and seeds are independent of one another", arguments: [0.1, 0.5, 0.8])
  func sites(rate: Double) throws {
    let first = try bits(seed: 5, rate: rate, call: 1, layer: 0)
    for step in [1, 2, 3, 8, 1 << 32] {
      let others = [
        try bits(seed: 5, rate: rate, call: 1 + step, layer: 0),
        try bits(seed: 5, rate: rate, call: 1, layer: step % 1000 + 1),
        try bits(seed: 5 + UInt64(step), rate: rate, call: 1, layer: 0),
      ]
      for (index, other) in others.enumerated() {
        for lag in [0, 1, 8, 32] {
          let z = correlation(first, other, lag: lag, keep: 1 - rate)
          #expect(abs(z) < Self.limit, "other \(index), step \(step), lag \(lag)")
        }
      }
    }
  }
}
