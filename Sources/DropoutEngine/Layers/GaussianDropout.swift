internal import RealModule

/// Keras' `GaussianDropout`: every element times a factor of its own, normal with mean 1 and the
/// variance p/(1-p) that inverted dropout has (N. Srivastava et al., 2014, section 10).
///
/// Nothing is dropped, and factors below zero turn the sign of an element.
public struct GaussianDropout: DropoutKind {
  /// The only one.
  public init() {}

  /// `gaussian`.
  public var name: String { "gaussian" }

  /// `element`.
  public var unit: (one: String, many: String) { ("element", "elements") }

  /// `gaussian`.
  public var word: String { name }

  /// Factors.
  public var form: DrawForm { .factors }

  /// The mean is 1.
  public var repair: Repair { .none }

  /// A factor an element.
  public var law: DrawLaw { .factors }

  /// At p = 1 the variance is infinite.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    if rate.value == 1 { throw .noSpread(rate: rate.value) }
  }

  /// A factor an element; none at p = 0.
  public func draw(_ call: MaskCall, from generator: inout some MaskGenerator) -> DropoutNoise? {
    let variance = Self.variance(call.rate)
    guard variance > 0, variance.isFinite else { return nil }
    return generator.factors(call, sd: variance.squareRoot()).map(DropoutNoise.factors)
  }

  /// Passes over the factors.
  public func skip(_ call: MaskCall, from generator: inout some MaskGenerator) {
    let variance = Self.variance(call.rate)
    if variance > 0, variance.isFinite { generator.skipFactors(call) }
  }

  /// No scale in any mode or phase.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    let draws = phase == .train && rate.value > 0 && rate.value < 1
    return DropoutEffect(
      draws: draws, keep: 1, scale: 1, variance: draws ? Self.variance(rate) : 0)
  }

  /// None.
  public func formula(mode: Mode, phase: Phase) -> String? { nil }

  /// The variance of the factors.
  public static func variance(_ rate: Rate) -> Double { rate.value / rate.keep }

  /// By the factors' variance s²: the mean stays, with the variance s² m₂/n.
  public func predictions(of before: MomentsBefore, effect: DropoutEffect) -> LayerPredictions {
    var predictions = LayerPredictions(kept: nil, masked: nil, after: nil, zeros: nil)
    predictions.zeros = Expectation(mean: Double(before.zeros), sd: 0)
    let variance = effect.variance
    let count = Double(max(before.count, 1))
    if let mean = before.mean, let sd = before.sd {
      let squares = sd * sd + mean * mean
      let error = variance * squares / count
      let within = (1 + variance) * squares - mean * mean - error
      predictions.masked = Prediction(
        mean: mean, sd: max(0, within).squareRoot(), standardError: error.squareRoot())
      predictions.after = predictions.masked
    }
    guard variance > 0 else { return predictions }
    let below = Double.erfc(1 / (2 * variance).squareRoot()) / 2
    predictions.factors = FactorPredictions(
      mean: Expectation(mean: 1, sd: (variance / count).squareRoot()),
      variance: Expectation(
        mean: variance, sd: variance * (2 / max(count - 1, 1)).squareRoot()),
      turned: .binomial(count: count, keep: below))
    return predictions
  }
}
