import DropoutEngine

/// How far one call's mean after lies from what it should be, and how the mean of all calls does.
///
/// A ratio is mean(after) ÷ (expected factor × mean(before)): 1 where nothing is added or lost. Only
/// training calls in the mode of now count; vanilla ones are divided by 1 − p as each had it.
struct WhyRatios {
  struct Point: Equatable {
    var number: Int
    var ratio: Double
    /// The mean of all ratios up to here.
    var mean: Double
  }

  private(set) var points: [Point] = []
  private var squares = 0.0

  init(_ calls: [CallPoint], site: SiteRun, mode: Mode?) {
    var sum = 0.0
    for call in calls where call.mode == mode {
      guard let entry = call.site(site), (entry.phase ?? call.phase) == .train,
        let ratio = WhyRatios.ratio(entry, mode)
      else { continue }
      sum += ratio
      squares += ratio * ratio
      points.append(
        Point(number: call.number, ratio: ratio, mean: sum / Double(points.count + 1)))
    }
  }

  /// Nil where the values before cancel, so that a ratio says nothing, or all is dropped.
  private static func ratio(_ entry: SitePoint, _ mode: Mode?) -> Double? {
    guard let before = entry.meanBefore, let after = entry.meanAfter, before.isFinite,
      after.isFinite, abs(before) > 0.1 * (entry.sdBefore ?? 0), abs(before) > 1e-12,
      let keep = entry.rate?.keep, keep > 0
    else { return nil }
    return after / before / (mode == .vanilla ? keep : 1)
  }

  var mean: Double? { points.last?.mean }

  /// How far a single call lies from the mean of all: their standard deviation.
  var spread: Double? {
    guard points.count > 1, let mean else { return nil }
    let count = Double(points.count)
    return max(0, (squares - count * mean * mean) / (count - 1)).squareRoot()
  }

  /// The standard error of the mean.
  var error: Double? { spread.map { $0 / Double(points.count).squareRoot() } }

  /// Whether the mean is not 1, by more than chance: five standard errors, and half a per cent.
  var isOff: Bool {
    guard let mean, let error else { return false }
    return abs(mean - 1) > max(5 * error, 0.005)
  }
}
