import DropoutEngine

/// What theory expects of a stage, given the moments before the mask.
///
/// With a mask m of independent 0/1, E m = k, and values x of mean μ and variance σ²:
/// E(mx) = kμ and Var(mx) = E(m²)E(x²) - k²μ² = k(σ² + μ²) - k²μ². A scale c multiplies the mean by
/// c and the standard deviation by |c|.
struct Prediction: Equatable, Sendable {
  var mean: Double
  var sd: Double
  /// Standard deviation of the stage's mean over masks, the values held fixed:
  /// |c| sqrt(k(1-k)(σ² + μ²)/n).
  var standardError: Double

  /// - Parameters:
  ///   - keep: the probability of keeping, 1 where nothing is masked.
  ///   - scale: the factor that follows, 1 for the masked stage.
  ///   - count: how many values there are.
  init?(mean: Double?, sd: Double?, keep: Double, scale: Double, count: Int) {
    guard let mean, let sd, keep >= 0, keep <= 1 else { return nil }
    // With nothing kept all is zero, whatever the scale would be: 1/(1-p) has no value at p = 1.
    let scale = keep == 0 ? 0 : scale
    let square = sd * sd + mean * mean
    guard scale.isFinite, square.isFinite else { return nil }
    let variance = keep * square - keep * keep * mean * mean
    self.mean = scale * keep * mean
    self.sd = abs(scale) * max(0, variance).squareRoot()
    standardError =
      count > 0 ? abs(scale) * (keep * (1 - keep) * square / Double(count)).squareRoot() : 0
    guard self.mean.isFinite, self.sd.isFinite else { return nil }
  }

  /// What theory expects of the masked stage of a layer.
  static func masked(_ layer: SiteCall, phase: Phase) -> Prediction? {
    stage(layer, phase, scale: 1)
  }

  /// What theory expects after the scale of a layer.
  static func after(_ layer: SiteCall, phase: Phase) -> Prediction? {
    layer.scale.flatMap { stage(layer, phase, scale: $0) }
  }

  private static func stage(_ layer: SiteCall, _ phase: Phase, scale: Double) -> Prediction? {
    guard let stages = layer.stages, let keep = phase == .train ? layer.rate?.keep : 1 else {
      return nil
    }
    var prediction = Prediction(
      mean: stages.before.mean, sd: stages.before.sd, keep: keep, scale: scale,
      count: layer.elements)
    // Elements that share a draw: how far their mean strays is not known, and nothing surprises.
    if layer.drawn != nil, layer.drawn != layer.shape { prediction?.standardError = .infinity }
    return prediction
  }

  /// Whether a measured mean lies so far off that chance does not explain it: five standard
  /// errors, or one part in a thousand where nothing is drawn.
  func isSurprised(by measured: Double?) -> Bool {
    guard let measured, measured.isFinite else { return false }
    return abs(measured - mean) > max(5 * standardError, 1e-3 * max(abs(mean), sd), 1e-9)
  }
}
