/// A mean over masks, and how sure it is.
package struct Estimate: Sendable, Equatable {
  package private(set) var count = 0
  package private(set) var mean = 0.0
  private var squares = 0.0

  package init() {}

  package init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// One more value, by the recurrence of Welford (1962).
  package mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
  }

  /// The population standard deviation.
  package var sd: Double { count > 0 ? max(0, squares / Double(count)).squareRoot() : 0 }

  /// The standard error of the mean, sd/√n.
  package var error: Double { count > 0 ? sd / Double(count).squareRoot() : 0 }

  /// The same of all values times a factor, and a number added to each.
  package func times(_ factor: Double, plus shift: Double = 0) -> Estimate {
    var scaled = self
    scaled.mean = mean * factor + shift
    scaled.squares = squares * factor * factor
    return scaled
  }

  /// How many standard errors another number lies above the mean; nil where nothing varies.
  package func sigma(of other: Double) -> Double? {
    let error = error
    return error > 1e-12 * abs(mean) && error.isFinite ? (other - mean) / error : nil
  }
}
