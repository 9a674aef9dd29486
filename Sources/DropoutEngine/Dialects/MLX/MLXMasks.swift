/// `mx.random.seed(s)` and then `nn.Dropout(rate)(x)` of Apple's MLX: every mask splits a subkey off the
/// key, and its elements are words of threefry in the layout that JAX had at first.
struct MLXMasks: MaskGenerator {
  private var key: JAXKey

  init(seed: UInt64) {
    key = JAXKey((UInt32(truncatingIfNeeded: seed >> 32), UInt32(truncatingIfNeeded: seed)))
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard let subkey = next(call) else {
      return call.operation == .evaluation ? nil : call.certainMask
    }
    let noise = Self.noiseShape(of: call)
    let limit = Float(call.keep) * 4_294_967_808
    let test = KeepTest.bisecting(upTo: 1 << 32) { Float($0) < limit }
    let drawn = subkey.engine.maskOfPairs(count: noise.reduce(1, *), test: test)
    return Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) { _ = next(call) }

  var upcoming: UpcomingDraws { .key(key.high, key.low) }

  /// The next subkey; nil where nothing is drawn. An empty tensor draws.
  private mutating func next(_ call: MaskCall) -> JAXKey? {
    guard call.operation != .evaluation, !call.isCertain || call.isByHand else { return nil }
    let words = key.words32(4, layout: .original)
    key = JAXKey((words[0], words[1]))
    return JAXKey((words[2], words[3]))
  }

  /// Channels stand last, before them the spatial axes, before these the samples or nothing.
  private static func noiseShape(of call: MaskCall) -> [Int] {
    guard case .channels(let spatial) = call.operation else { return call.noiseShape }
    let axes = call.shape.count
    return call.shape.enumerated().map { axis, extent in
      axis == axes - 1 || axis < axes - 1 - spatial ? extent : 1
    }
  }
}

extension Dialect {
  /// Apple's MLX.
  public static let mlx = Dialect(
    family: "mlx", summary: "mx.random.seed(s); mlx.nn.Dropout(p)(x)",
    seeds: "0 to \(UInt64.max)",
    operations: [
      "dropout": .standard, "dropout-eval": .evaluation, "bernoulli": .bernoulliInPlace,
      "dropout2d": .channels(spatialAxes: 2), "dropout3d": .channels(spatialAxes: 3),
    ],
    refusesRateOne: true,
    output: { input, mask, call in
      let scale = Float(1 / (1 - call.rate.value))
      return .single(input.indices.map { (mask[$0] ? 1 : 0) * Float(input[$0]) * scale })
    }
  ) { seed, _ in
    guard case .number(let number) = seed, let value = number.unsigned else { return nil }
    return MLXMasks(seed: value)
  }
}
