/// `torch.compile` of dropout on an NVIDIA GPU (dialects-2.md 5.2, and what an H100 showed besides): a
/// compiled graph draws a seed for each of its sites from the device's generator, and every site
/// numbers its elements as `tl.rand` does.
///
/// Here channel and alpha kinds are compiled like the others.
struct TorchInductorCUDA: MaskGenerator {
  private let philox: Philox4x32
  private let options: DialectOptions
  private var offset: UInt64
  /// Seeds of the sites of this call that have not run yet.
  private var seeds: [UInt64] = []

  init(seed: UInt64, options: DialectOptions) {
    philox = Philox4x32(seed: seed)
    self.options = options
    offset = UInt64(options[.philoxOffset])
  }

  mutating func prepare(_ calls: [MaskCall]) {
    guard options[.graphs] == .one else { return }
    let sites = calls.filter(Self.isSite)
    // An empty tensor alone draws nothing.
    guard sites.contains(where: { $0.count > 0 }) else { return }
    seeds = drawSeeds(sites)
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation else { return nil }
    guard Self.isSite(call) else { return call.certainMask }
    guard let seed = nextSeed(call), call.count > 0 else { return nil }
    let noise = call.noiseShape
    let drawn = Philox4x32(seed: seed).maskOfFirstWords(
      count: noise.reduce(1, *), range: Self.range(call))
    return call.operation == .transposed
      ? Mask(transposed: drawn, shape: call.shape) : Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    if call.operation != .evaluation, Self.isSite(call) { _ = nextSeed(call) }
  }

  var upcoming: UpcomingDraws { .offset(offset) }

  /// Whether it is a part of the graph that draws.
  private static func isSite(_ call: MaskCall) -> Bool { call.isDrawn }

  private mutating func nextSeed(_ call: MaskCall) -> UInt64? {
    if !seeds.isEmpty { return seeds.removeFirst() }
    return call.count == 0 ? nil : drawSeeds([call]).first
  }

  /// One draw for all sites of a device, the device of the first site first: what names its device
  /// without a number, as `torch.rand(…, device="cuda")`, is told from tensors, which are on one that
  /// has a number.
  private mutating func drawSeeds(_ sites: [MaskCall]) -> [UInt64] {
    let isNamed = sites.map { CUDAKernel($0) == .uniform }
    var seeds = [UInt64](repeating: 0, count: sites.count)
    for device in isNamed.first == true ? [true, false] : [false, true] {
      let places = sites.indices.filter { isNamed[$0] == device }
      if places.isEmpty { continue }
      for (number, place) in places.enumerated() { seeds[place] = seed(number) }
      offset += 4
    }
    return seeds
  }

  /// A number of `torch.randint` from -2^63 on, which leaves the largest out.
  private func seed(_ number: Int) -> UInt64 {
    let words = philox.block(Philox4x32.counter(offset / 4, UInt64(number)))
    let drawn = UInt64(words.0) << 32 | UInt64(words.1)
    return (drawn == .max ? 0 : drawn) &- 1 << 63
  }

  /// Dropout keeps above the rate; noise from `bernoulli_`, and what is compared so by hand, below
  /// keep.
  private static func range(_ call: MaskCall) -> KeepRange {
    let rate = call.rate.value
    switch (CUDAKernel(call), call.operation) {
    case (.fused, _) where call.type == .float64:
      return TritonUniform.above { Double($0) > rate }
    case (.fused, _), (.uniform, .aboveRate): return TritonUniform.above { $0 > Float(rate) }
    case (.uniform, .notBelowRate): return TritonUniform.above { $0 >= Float(rate) }
    default:
      let keep = Float(call.keep)
      return TritonUniform.below { $0 < keep }
    }
  }
}

/// The words from which `tl.rand` makes a uniform: it turns negative numbers over, so that small
/// uniforms come from both ends.
enum TritonUniform {
  /// Kept where the uniform passes a test that larger ones pass, too.
  static func above(_ keeps: (Float) -> Bool) -> KeepRange {
    let first = U31.above(keeps).limit
    return KeepRange(bits: 32, first: first, length: 1 << 32 - 2 * first)
  }

  /// Kept where the uniform passes a test that smaller ones pass, too.
  static func below(_ keeps: (Float) -> Bool) -> KeepRange {
    let length = U31.above { !keeps($0) }.limit
    return KeepRange(bits: 32, first: 1 << 32 - length, length: 2 * length)
  }
}

extension Dialect {
  /// PyTorch's compiler on an NVIDIA GPU.
  public static let torchInductorCUDA = Dialect(
    family: "torch-inductor-cuda", summary: "torch.compile of the same, on an NVIDIA GPU",
    seeds: torchSeeds, operations: torchCUDAOperations,
    options: [DialectOption.graphs, DialectOption.philoxOffset, DialectOption.type],
    draws: .dropout, drawsAhead: true,
    sources: { dialect, shape in
      ([nil] + channelOperations(shape)).map { MaskSource(dialect: dialect, operation: $0) }
    }
  ) { seed, options in
    seed.torch.map { TorchInductorCUDA(seed: $0, options: options) }
  }
}
