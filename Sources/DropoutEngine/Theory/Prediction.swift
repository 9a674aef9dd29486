/// What theory expects of a stage, given the moments before the mask.
///
/// A draw keeps a value x with chance k, else puts the fill φ in its place; then comes c y + b.
/// Counted from φ a stage is a product with 0/1, so that with d = μ - φ and s = σ² + d² its mean is
/// φ + k d and its variance k s - k² d², of which the part that moves the mean as a whole,
/// k(1 - k) B, is none of the spread within one call. The values are held fixed, all chance is in
/// the draws.
public struct Prediction: Sendable, Equatable {
  /// The expected mean.
  public var mean: Double
  /// The expected standard deviation over the elements.
  public var sd: Double
  /// What ``sd`` comes to where elements are many: the root of k times the mean of squares less the
  /// squared mean.
  public private(set) var limitSD: Double
  /// Standard deviation of the stage's mean over masks: |c| √(k(1-k) B) with B = Σ(T-φn)²/N² over the
  /// groups of n elements that share a draw, T their sum, N all elements; nil where elements share
  /// draws and B is not known.
  public var standardError: Double?

  /// Standard deviation of the stage's spread over masks, to first order in 1/n; nil where elements
  /// share draws, where dropped ones take another value, or where the third and fourth moments
  /// before the mask are not known.
  public var spreadError: Double?

  /// All fields.
  public init(mean: Double, sd: Double, standardError: Double?, spreadError: Double? = nil) {
    self.mean = mean
    self.sd = sd
    limitSD = sd
    self.standardError = standardError
    self.spreadError = spreadError
  }

  /// The moments of a stage; nil where those before are not known, or not finite.
  ///
  /// - Parameters:
  ///   - before: what is known of the values before the mask.
  ///   - keep: the chance of keeping, 1 where nothing is masked.
  ///   - fill: what takes the place of a dropped value.
  ///   - scale: the factor that follows, 1 for the masked stage.
  ///   - shift: what is added after that.
  public init?(
    before: MomentsBefore, keep: Double, fill: Double = 0, scale: Double, shift: Double = 0
  ) {
    guard let mean = before.mean, let sd = before.sd, keep >= 0, keep <= 1 else { return nil }
    // With nothing kept all is zero, whatever the scale would be: 1/(1-p) has no value at p = 1.
    let scale = keep == 0 && fill == 0 ? 0 : scale
    let distance = mean - fill
    let square = sd * sd + distance * distance
    guard scale.isFinite, shift.isFinite, square.isFinite else { return nil }
    let spread = before.spread(around: fill, square: square).map { keep * (1 - keep) * $0 }
    let variance = keep * square - keep * keep * distance * distance - (spread ?? 0)
    self.mean = scale * keep * distance + scale * fill + shift
    self.sd = abs(scale) * max(0, variance).squareRoot()
    limitSD = abs(scale) * max(0, variance + (spread ?? 0)).squareRoot()
    standardError = spread.map { abs(scale) * $0.squareRoot() }
    if fill == 0, before.draws == before.count {
      let limit = max(0, variance + (spread ?? 0)).squareRoot()
      spreadError = before.spreadError(keep: keep, sd: limit).map { abs(scale) * $0 }
    }
    guard self.mean.isFinite, self.sd.isFinite else { return nil }
  }

  /// Whether a measured mean lies so far off that chance does not explain it: five standard
  /// errors, or one part in a thousand where nothing is drawn.
  public func isSurprised(by measured: Double?) -> Bool {
    guard let measured, measured.isFinite, let standardError else { return false }
    return abs(measured - mean) > max(5 * standardError, 1e-3 * max(abs(mean), sd), 1e-9)
  }

  /// What theory expects of mean(stage) ÷ mean(before).
  ///
  /// - Returns: nil where the values before cancel, so that a ratio says nothing.
  public func ratio(to before: MomentsBefore) -> Expectation? {
    guard let divisor = before.mean, divisor != 0 else { return nil }
    return Expectation(mean: mean / divisor, sd: standardError.map { $0 / abs(divisor) })
  }
}

/// What is known of the values before the mask, and of how they share draws.
public struct MomentsBefore: Sendable, Equatable {
  /// Mean of the finite values; nil where it is not known.
  public var mean: Double?
  /// Their population standard deviation.
  public var sd: Double?
  /// How many values there are.
  public var count: Int
  /// How many of them are zero.
  public var zeros: Int
  /// How many draws decide over them: ``count`` where every element has its own.
  public var draws: Int
  /// Sums over the groups of elements that share a draw; nil where they are not known. Without
  /// groups they are not needed.
  public var groups: GroupSums?
  /// B around the kind's own fill, where it is known and ``groups`` are not.
  public var spread: Double?
  /// The shape of the tensor, where it is known.
  public var shape: [Int]?
  /// The mean of x³; nil where it is not known.
  public var third: Double?
  /// The mean of x⁴.
  public var fourth: Double?

  /// All fields.
  ///
  /// - Parameter draws: nil where every element has its own.
  public init(
    mean: Double?, sd: Double?, count: Int, zeros: Int = 0, draws: Int? = nil,
    groups: GroupSums? = nil, spread: Double? = nil, shape: [Int]? = nil, third: Double? = nil,
    fourth: Double? = nil
  ) {
    self.mean = mean
    self.sd = sd
    self.count = count
    self.zeros = zeros
    self.draws = draws ?? count
    self.groups = groups
    self.spread = spread
    self.shape = shape
    self.third = third
    self.fourth = fourth
  }

  /// The standard deviation over masks of the masked stage's spread `sd`: with x the values and m
  /// their mean, √(k(1-k) Σ(x² - 2 k m x)²) / (2 n sd).
  fileprivate func spreadError(keep: Double, sd: Double) -> Double? {
    guard let mean, let own = self.sd, let third, let fourth, count > 0, sd > 0 else { return nil }
    let shift = 2 * keep * mean
    let square = own * own + mean * mean
    let sum = fourth - 2 * shift * third + shift * shift * square
    guard sum >= 0, sum.isFinite else { return nil }
    return (keep * (1 - keep) * sum / Double(count)).squareRoot() / (2 * sd)
  }

  /// B = Σ (T - φ n)² / N² over the groups.
  ///
  /// - Parameter square: the mean of (x - φ)².
  fileprivate func spread(around fill: Double, square: Double) -> Double? {
    let count = Double(max(self.count, 1))
    if let groups { return groups.squares(around: fill) / (count * count) }
    return draws == self.count ? square / count : spread
  }
}

/// What theory expects of all that is measured on one layer in one call.
public struct LayerPredictions: Sendable, Equatable {
  /// How many draws keep; nil where the kind draws no 0/1.
  public var kept: Expectation?
  /// The stage after the mask.
  public var masked: Prediction?
  /// The stage after the scale.
  public var after: Prediction?
  /// Zeros of the masked stage; nil where dropped elements take another value.
  public var zeros: Expectation?
  /// How many elements are kept, where one draw decides about several; nil also where the draws
  /// are not known.
  public var elements: Expectation?
  /// What kinds that draw factors expect of them.
  public var factors: FactorPredictions?
  /// Whether ``after`` is of first order: to be shown with ≈, and no alarm below a quarter.
  public var isApproximate = false

  /// The first four fields.
  public init(
    kept: Expectation?, masked: Prediction?, after: Prediction?, zeros: Expectation?
  ) {
    self.kept = kept
    self.masked = masked
    self.after = after
    self.zeros = zeros
  }

  /// Those of kinds whose draws are independent, each 1 with chance `keep`.
  ///
  /// Zeros: of m = n - z values that are not zero, each becomes one with chance p. Where elements
  /// share draws their spread is Σ m² p q over the groups, m the values of one that are not zero.
  public init(
    independentDraws before: MomentsBefore, keep: Double, fill: Double, scale: Double, shift: Double
  ) {
    kept = .binomial(count: Double(before.draws), keep: keep)
    masked = Prediction(before: before, keep: keep, fill: fill, scale: 1)
    after = Prediction(before: before, keep: keep, fill: fill, scale: scale, shift: shift)
    let count = Double(before.count)
    let sizes = before.groups?.sizes ?? (before.draws == before.count ? count : nil)
    elements = Expectation(
      mean: count * keep, sd: sizes.map { (keep * (1 - keep) * $0).squareRoot() })
    guard fill == 0 else { return }
    let others = max(count - Double(before.zeros), 0)
    let squares = before.groups?.others ?? (before.draws == before.count ? others : nil)
    zeros = Expectation(
      mean: Double(before.zeros) + (1 - keep) * others,
      sd: keep == 0 || keep == 1 ? 0 : squares.map { (keep * (1 - keep) * $0).squareRoot() })
  }
}

/// What theory expects of normal factors of mean 1.
public struct FactorPredictions: Sendable, Equatable {
  /// Their mean.
  public var mean: Expectation
  /// Their variance, with n - 1.
  public var variance: Expectation
  /// How many are below zero and turn the sign.
  public var turned: Expectation
}
