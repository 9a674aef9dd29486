/// `keras.layers.Dropout(rate, seed=s)` of Keras 3 on TensorFlow, PyTorch, JAX or NumPy: a layer holds its seed and
/// a count of its training calls, and every call draws from a fresh generator of the two.
///
/// Layer j of a session has the seed s + j, or one that Python's generator hands out. Rates 0 and 1 and
/// evaluation do not count.
struct KerasMasks: MaskGenerator {
  /// What Keras runs on.
  enum Backend: String, Sendable, CaseIterable {
    case tensorflow, torch, jax, numpy
  }

  private let backend: Backend
  private let seed: WholeNumber
  private let options: DialectOptions
  /// Seeds from Python's generator, in order.
  private var handedOut: [UInt32] = []
  /// Calls so far, by layer; -1 for a layer that drops nothing and has no generator.
  private var counts: [Int: Int] = [:]

  /// Nil for seeds that Keras refuses.
  init?(_ backend: Backend, seed: Seed, options: DialectOptions) {
    // `set_random_seed` takes what NumPy does.
    let seeds =
      options[.seeding] == .keras ? backend.seeds : 0...Int64(UInt32.max)
    guard case .number(let number) = seed, let value = number.signed, seeds ~= value else {
      return nil
    }
    self.backend = backend
    self.seed = number
    self.options = options
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation else {
      note(call)
      return nil
    }
    guard let state = next(call) else { return call.certainMask }
    let noise = call.noiseShape
    let count = noise.reduce(1, *)
    let drawn: Mask
    switch backend {
    case .tensorflow:
      drawn = state.stream.mask(
        count: count, rate: call.rate.value, type: call.type, isCompiled: call.isCompiled)
    case .torch:
      var twister = MersenneTwister(seed: state.joined)
      drawn = twister.mask24(count: count, test: Self.test(call, bits: 24))
    case .jax:
      let key = JAXKey((state.seed, state.count))
      drawn = key.engine.maskPartitionable(count: count, test: Self.test(call, bits: 23))
    case .numpy:
      var pcg = PCG64(seedSequence: SeedSequence(entropy: [state.seed, state.count]))
      drawn = pcg.mask53(count: count, test: Self.test53(call))
    }
    return Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    if call.operation == .evaluation { note(call) } else { _ = next(call) }
  }

  /// A layer that has not drawn yet has its seed all the same.
  private mutating func note(_ call: MaskCall) {
    let layer = call.site.layer
    counts[layer] = call.rate.value == 0 ? -1 : max(counts[layer] ?? 0, 0)
    if options[.seeding] == .setRandomSeed { handOut(upTo: index(of: layer)) }
  }

  /// `keras.random.normal(shape, 1, sd)`.
  mutating func factors(_ call: MaskCall, sd: Double) -> [Float]? {
    guard let state = next(call) else { return nil }
    switch backend {
    case .tensorflow: return nil
    case .torch:
      var twister = MersenneTwister(seed: state.joined)
      var pending: Double?
      return NormalFactors.torch(call.count, sd: sd, from: &twister, pending: &pending)
    case .jax:
      let key = JAXKey((state.seed, state.count))
      return NormalFactors.inverting(key.words32(call.count, layout: .partitionable), sd: sd)
    case .numpy:
      var pcg = PCG64(seedSequence: SeedSequence(entropy: [state.seed, state.count]))
      return (0..<call.count).map { _ in Float(1 + sd * Ziggurat.standard.next(&pcg)) }
    }
  }

  mutating func skipFactors(_ call: MaskCall) { _ = next(call) }

  var upcoming: UpcomingDraws {
    let layers = counts.keys.max().map { $0 + 1 } ?? 0
    return .states(
      (0..<layers).map { layer in
        guard let count = counts[layer], count >= 0 else { return nil }
        return LayerState(seed: seed(of: layer), count: count)
      }, nextDefault: nextDefaultSeed)
  }

  /// The seed that the next layer would take; nil where it is not known how many were taken.
  private var nextDefaultSeed: UInt32? {
    guard options[.seeding] == .setRandomSeed, let taken = options[.modelSeeds] else { return nil }
    var random = PythonRandom(seed: seed)
    for _ in 0..<taken { _ = Self.defaultSeed(&random) }
    return Self.defaultSeed(&random)
  }

  private static func defaultSeed(_ random: inout PythonRandom) -> UInt32 {
    random.number(in: 1...1_000_000_000)
  }

  /// The two words of a call's seed and count.
  private struct State {
    var wholeSeed: Int64
    var count: UInt32

    var seed: UInt32 { UInt32(truncatingIfNeeded: wholeSeed) }

    /// The stateless op of TensorFlow's that draws.
    var stream: TensorFlowStream {
      let modulus: Int64 = (1 << 31) - 2
      let rest = wholeSeed % modulus
      return TensorFlowStream(
        stateless: rest < 0 ? rest + modulus : rest, Int64(count) % modulus)
    }

    /// As PyTorch's generator is seeded.
    var joined: UInt32 { seed &+ count }
  }

  /// The state that a call draws from; nil where Keras draws nothing.
  private mutating func next(_ call: MaskCall) -> State? {
    let layer = call.site.layer
    note(call)
    if call.isCertain { return nil }
    let count = max(counts[layer] ?? 0, 0)
    counts[layer] = count + 1
    return State(
      wholeSeed: seed(of: layer),
      count: UInt32(truncatingIfNeeded: count))
  }

  private func seed(of layer: Int) -> Int64 {
    switch options[.seeding] {
    case .keras: return (seed.signed ?? 0) &+ Int64(layer)
    case .setRandomSeed:
      let index = index(of: layer)
      return handedOut.indices.contains(index) ? Int64(handedOut[index]) : 0
    }
  }

  /// Which of the program's seeds a layer takes.
  private func index(of layer: Int) -> Int {
    let indices = options[.seedIndex]
    return indices.indices.contains(layer) ? indices[layer] : layer
  }

  private mutating func handOut(upTo index: Int) {
    guard index >= handedOut.count else { return }
    var random = PythonRandom(seed: seed)
    handedOut = (0...index).map { _ in Self.defaultSeed(&random) }
  }

  /// A float32 uniform of so many bits, below `keep`; for `AlphaDropout`, not below the rate.
  private static func test(_ call: MaskCall, bits: Int) -> KeepTest {
    guard call.operation == .alpha else { return .below(Float(call.keep), bits: bits) }
    var test = KeepTest.below(Float(call.rate.value), bits: bits)
    test.keepsBelow = false
    return test
  }

  /// A double below `keep`; for `AlphaDropout` rounded to float32 and not below the rate.
  private static func test53(_ call: MaskCall) -> KeepTest {
    guard call.operation == .alpha else { return .below(call.keep, bits: 53) }
    let rate = Float(call.rate.value)
    var test = KeepTest.bisecting(upTo: 1 << 53) { Float(Double($0) * 0x1p-53) < rate }
    test.keepsBelow = false
    return test
  }
}

extension KerasMasks.Backend {
  /// The seeds that a layer takes there.
  fileprivate var seeds: ClosedRange<Int64> {
    switch self {
    case .tensorflow: Int64.min...Int64.max
    case .torch: Int64(Int32.min)...Int64(Int32.max)
    case .jax, .numpy: 0...Int64(UInt32.max)
    }
  }

  fileprivate var summary: String {
    switch self {
    case .torch: "keras.layers.Dropout(p, seed=s) of Keras 3 on PyTorch; layer j has s + j"
    case .tensorflow: "the same on TensorFlow"
    case .jax: "the same on JAX"
    case .numpy: "the same on NumPy"
    }
  }
}

extension Dialect {
  /// Keras 3 on TensorFlow.
  public static let kerasTensorFlow = keras(.tensorflow)
  /// Keras 3 on PyTorch.
  public static let kerasTorch = keras(.torch)
  /// Keras 3 on JAX.
  public static let kerasJAX = keras(.jax)
  /// Keras 3 on NumPy.
  public static let kerasNumPy = keras(.numpy)

  private static func options(_ backend: KerasMasks.Backend) -> [any DialectSetting] {
    let seeds: [any DialectSetting] = [
      DialectOption<KerasSchedule>.seeding, DialectOption<[Int]>.seedIndex,
      DialectOption<Int?>.modelSeeds,
    ]
    return backend == .tensorflow ? seeds + [DialectOption<ElementType>.type] : seeds
  }

  private static func keras(_ backend: KerasMasks.Backend) -> Dialect {
    Dialect(
      family: "keras-\(backend.rawValue)", summary: backend.summary,
      seeds: "\(backend.seeds.lowerBound) to \(backend.seeds.upperBound)",
      operations: ["dropout": .standard, "dropout-eval": .evaluation, "alpha": .alpha],
      options: options(backend),
      draws: backend == .tensorflow ? .decisions : .factors,
      output: { input, mask, call in
        if backend == .tensorflow { return DropoutOutput.selectedProduct(input, mask, call) }
        let keep = Float(call.rate.keep)
        return .single(input.indices.map { mask[$0] ? Float(input[$0]) / keep : 0 })
      }
    ) { seed, options in KerasMasks(backend, seed: seed, options: options) }
  }
}
