/// Dropout of weights instead of activations (L. Wan et al., "Regularization of neural networks
/// using DropConnect", 2013), of a tensor (out, in): one mask for a call as fastai's
/// `WeightDropout`, torchnlp's and awd-lstm's `WeightDrop` and baal's `WeightDropLinear` draw it; one
/// a sample, (N, out, in), as in the paper; or one decision a row.
public struct DropConnect: DropoutKind {
  /// Who shares a mask.
  public enum Sharing: String, Sendable, CaseIterable {
    /// All samples of a call.
    case call
    /// None: the first axis is that of samples.
    case sample
    /// All samples, and the weights of a row: whole units fall before their bias.
    case row
  }

  /// Who shares a mask.
  public var sharing = Sharing.call

  /// One mask a call.
  public init() {}

  /// `dropconnect`.
  public var name: String { "dropconnect" }

  /// `weight` or `row`.
  public var unit: (one: String, many: String) {
    sharing == .row ? ("row", "rows") : ("weight", "weights")
  }

  /// `weight` or `weight row`.
  public var word: String { sharing == .row ? "weight row" : "weight" }

  /// What falls, and for whom.
  public var deed: String? {
    switch sharing {
    case .call: "drops connections and not values: one mask for all samples"
    case .sample: "drops connections and not values: each sample its own"
    case .row: "drops all that a unit takes in: only its bias is left"
    }
  }

  /// A weight.
  public var source: String { "a weight as it was learned" }

  /// Where each has weights of its own.
  public var hasSamples: Bool { sharing == .sample }

  /// `per`.
  public var settings: [(name: String, value: String)] {
    sharing == .call ? [] : [("per", sharing.rawValue)]
  }

  /// `per`: call, sample or row.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    guard option == "per" else { throw .noOption(option, kind: name) }
    guard let sharing = Sharing(rawValue: text) else {
      throw .choice("dropconnect per", text, "call", "sample", "row")
    }
    self.sharing = sharing
  }

  /// A decision a weight, or a row.
  public var law: DrawLaw { sharing == .row ? .groups : .elements }

  /// Units and inputs, and samples where each has its own.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    if sharing == .sample {
      try need(3...64, shape, "three axes or more: samples, units, inputs")
    } else {
      try need(2...64, shape, "two axes or more: units, inputs")
    }
  }

  /// The matrix, units down and inputs across.
  public func picture(of shape: [Int]) -> KindPicture {
    let first = sharing == .sample ? 1 : 0
    guard shape.count > first + 1 else { return .units }
    return .sheets(
      PictureAxes(
        samples: sharing == .sample ? 0 : nil, down: [first],
        across: Array(first + 1..<shape.count), rows: "units", columns: "inputs"))
  }

  /// As the weights, or a decision a unit.
  public func drawnShape(for shape: [Int]) -> [Int] {
    guard sharing == .row else { return shape }
    return shape.enumerated().map { axis, extent in axis == 0 ? extent : 1 }
  }

  /// What a unit's pre-activation Σ w x + b is expected to be for one sample.
  ///
  /// - Parameters:
  ///   - weights: the unit's.
  ///   - input: the sample's, as many.
  public func preactivation(
    weights: some Sequence<Float>, input: some Sequence<Float>, bias: Float, effect: DropoutEffect
  ) -> Expectation {
    var (sum, squares) = (0.0, 0.0)
    for (weight, value) in zip(weights, input) {
      let product = Double(weight) * Double(value)
      sum += product
      squares += product * product
    }
    let keep = effect.keep
    let spread = sharing == .row ? sum * sum : squares
    return Expectation(
      mean: effect.scale * keep * sum + Double(bias),
      sd: abs(effect.scale) * (keep * (1 - keep) * spread).squareRoot())
  }
}

/// A dense layer whose weights were dropped, forward and back: u = W' x + b.
///
/// Sums are taken in float64: PyTorch's last bits depend on the order of its own.
public struct DroppedLinear: Sendable {
  /// W', (out, in), or one such for each sample.
  public let weights: [Float]
  /// b, or one such for each sample.
  public let bias: [Float]
  let inputs: Int
  let units: Int
  let rows: Int

  /// - Parameters:
  ///   - weights: after dropout: (out, in), or (N, out, in).
  ///   - bias: after dropout: (out), or (N, out).
  ///   - rows: N, the samples.
  public init(weights: [Float], bias: [Float], inputs: Int, units: Int, rows: Int) {
    precondition(weights.count == inputs * units || weights.count == rows * inputs * units)
    precondition(bias.count == units || bias.count == rows * units)
    self.weights = weights
    self.bias = bias
    self.inputs = inputs
    self.units = units
    self.rows = rows
  }

  private func weight(_ row: Int, _ unit: Int, _ input: Int) -> Double {
    let base = weights.count == inputs * units ? 0 : row * inputs * units
    return Double(weights[base + unit * inputs + input])
  }

  /// u, rows x units.
  public func forward(_ x: [Float]) -> [Float] {
    var result: [Float] = []
    for row in 0..<rows {
      for unit in 0..<units {
        var sum = Double(bias[bias.count == units ? unit : row * units + unit])
        for input in 0..<inputs {
          sum += weight(row, unit, input) * Double(x[row * inputs + input])
        }
        result.append(Float(sum))
      }
    }
    return result
  }

  /// The gradient of x, rows x inputs.
  public func backward(_ gradient: [Float]) -> [Float] {
    var result: [Float] = []
    for row in 0..<rows {
      for input in 0..<inputs {
        var sum = 0.0
        for unit in 0..<units {
          sum += Double(gradient[row * units + unit]) * weight(row, unit, input)
        }
        result.append(Float(sum))
      }
    }
    return result
  }

  /// The gradient of W' in its shape: summed over samples, or one for each of them.
  public func weightGradient(_ x: [Float], _ gradient: [Float]) -> [Float] {
    var sums = [Double](repeating: 0, count: weights.count)
    for row in 0..<rows {
      let base = weights.count == inputs * units ? 0 : row * inputs * units
      for unit in 0..<units {
        let upstream = Double(gradient[row * units + unit])
        for input in 0..<inputs {
          sums[base + unit * inputs + input] += upstream * Double(x[row * inputs + input])
        }
      }
    }
    return sums.map { Float($0) }
  }

  /// The gradient of the bias in its shape.
  public func biasGradient(_ gradient: [Float]) -> [Float] {
    if bias.count != units { return gradient }
    return (0..<units).map { unit in
      Float((0..<rows).reduce(0.0) { $0 + Double(gradient[$1 * units + unit]) })
    }
  }
}
