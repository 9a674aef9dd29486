import DropoutEngine

/// What a site kept and handed on over the calls of a session, in so many stretches at most: where
/// calls become too many, neighbours become one.
struct CallStretches {
  /// Some calls beside each other.
  struct Stretch {
    var first: Int
    var last: Int
    /// Training draws.
    var train = KeptTally()
    /// Draws in evaluation, of which all should be kept.
    var eval = KeptTally()
    /// How many calls were in evaluation, and how many in all.
    var evalCalls = 0
    var calls = 0
    var ratio = RatioSums()
  }

  private(set) var stretches: [Stretch] = []
  private let capacity: Int
  private var spacing = 1

  /// - Parameter capacity: an even number.
  init(capacity: Int) { self.capacity = capacity }

  /// The stretch of a call, which is the newest one: runs of a site in one call share it.
  mutating func update(_ number: Int, _ body: (inout Stretch) -> Void) {
    if let last = stretches.indices.last, stretches[last].last == number {
      return body(&stretches[last])
    }
    if let last = stretches.indices.last, stretches[last].calls < spacing {
      stretches[last].last = number
      stretches[last].calls += 1
      return body(&stretches[last])
    }
    if stretches.count == capacity {
      stretches = Self.pooled(stretches, by: 2)
      spacing *= 2
      // An odd last one may take more.
      return update(number, body)
    }
    stretches.append(Stretch(first: number, last: number, calls: 1))
    body(&stretches[stretches.count - 1])
  }

  /// The same in at most so many stretches.
  func pooled(to count: Int) -> [Stretch] {
    let factor = (stretches.count + count - 1) / max(count, 1)
    return factor > 1 ? Self.pooled(stretches, by: factor) : stretches
  }

  /// All calls as one; nil before the first.
  var whole: Stretch? { Self.pooled(stretches, by: max(1, stretches.count)).first }

  private static func pooled(_ stretches: [Stretch], by factor: Int) -> [Stretch] {
    stride(from: 0, to: stretches.count, by: factor).map { start in
      var sum = stretches[start]
      for other in stretches[start + 1..<min(start + factor, stretches.count)] {
        sum.last = other.last
        sum.train.add(other.train)
        sum.eval.add(other.eval)
        sum.evalCalls += other.evalCalls
        sum.calls += other.calls
        sum.ratio.add(other.ratio)
      }
      return sum
    }
  }
}

/// The mean after over the mean before, pooled over training calls, beside what is expected of it.
struct RatioSums {
  private(set) var before = 0.0
  private var after = 0.0
  private var expected = 0.0
  private var variance = 0.0

  /// Takes a call, where both means and what the second should be are on record.
  mutating func add(_ reading: SiteReading) {
    guard let mean = reading.before, let after = reading.after.measured,
      let theory = reading.after.expected, let sd = theory.sd,
      mean.isFinite, after.isFinite, theory.mean.isFinite, sd.isFinite
    else { return }
    before += mean
    self.after += after
    expected += theory.mean
    variance += sd * sd
  }

  mutating func add(_ other: RatioSums) {
    before += other.before
    after += other.after
    expected += other.expected
    variance += other.variance
  }

  /// The ratio, and where theory expects it; nil where chance moves it by more than a tenth, as
  /// where the mean before is near zero.
  var reading: (measured: Double, expected: Expectation)? {
    guard before != 0, before.isFinite else { return nil }
    let sd = variance.squareRoot() / abs(before)
    guard sd.isFinite, sd <= 0.1 else { return nil }
    return (after / before, Expectation(mean: expected / before, sd: sd))
  }
}
