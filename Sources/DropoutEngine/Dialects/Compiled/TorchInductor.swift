/// `torch.compile` of dropout on the CPU (dialects.md): a compiled graph draws two words of the global
/// generator for each of its sites when it starts, and every site numbers its elements through Philox.
///
/// Channel and alpha kinds run as they do without compilation, after the graph's seeds.
struct TorchInductor: MaskGenerator {
  private var twister: MersenneTwister
  private let options: DialectOptions
  /// Seeds of the sites of this call that have not run yet.
  private var seeds: [UInt32] = []

  init(seed: UInt64, options: DialectOptions) {
    twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    twister.skip(words: options[.skipWords])
    self.options = options
  }

  mutating func prepare(_ calls: [MaskCall]) {
    guard options[.graphs] == .one else { return }
    let sites = calls.filter(Self.isSite)
    // An empty tensor alone draws nothing.
    guard sites.contains(where: { $0.count > 0 }) else { return }
    seeds = sites.map { _ in drawSeed() }
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    if call.operation == .evaluation { return nil }
    guard Self.isSite(call) else { return eager(call) }
    guard let seed = nextSeed(call) else { return nil }
    let philox = Philox4x32(seed: UInt64(seed))
    // The top bit of a word does not count.
    let test = test(of: call)
    let limit = KeepTest(limit: 2 * test.limit, keepsBelow: test.keepsBelow)
    let drawn = philox.maskOfFirstWords(
      count: call.count, shift: 1, range: KeepRange(limit, bits: 32))
    return call.operation == .transposed ? Mask(transposed: drawn, shape: call.shape) : drawn
  }

  mutating func skip(_ call: MaskCall) {
    if call.operation == .evaluation { return }
    if Self.isSite(call) {
      _ = nextSeed(call)
    } else if call.count > 0, call.isDrawn {
      twister.skip(words: 2 * call.noiseShape.reduce(1, *))
    }
  }

  var upcoming: UpcomingDraws { .words31(twister.upcoming.map { $0 & 0x7fff_ffff }) }

  /// Whether it is a part of the graph that draws, and not run by itself.
  private static func isSite(_ call: MaskCall) -> Bool {
    switch call.operation {
    case .standard, .transposed: !call.isCertain
    case .native, .aboveRate, .belowKeep, .bernoulliTensor: true
    default: false
    }
  }

  private mutating func nextSeed(_ call: MaskCall) -> UInt32? {
    if !seeds.isEmpty { return seeds.removeFirst() }
    return call.count == 0 ? nil : drawSeed()
  }

  /// The low half of a site's seed, all of it that matters.
  private mutating func drawSeed() -> UInt32 {
    let high = twister.next()
    let low = twister.next()
    return high == .max && low == .max ? 0 : low
  }

  private mutating func eager(_ call: MaskCall) -> Mask? {
    guard call.count > 0 else { return nil }
    if !call.isDrawn { return call.certainMask }
    let noise = call.noiseShape
    let drawn = twister.mask53(
      count: noise.reduce(1, *), style: .torch, test: .below(call.keep, bits: 53))
    return Mask(drawn, of: noise, over: call.shape)
  }

  private func test(of call: MaskCall) -> KeepTest {
    let rate = call.rate.value
    switch call.operation {
    case .belowKeep, .bernoulliTensor:
      let keep = Float(call.keep)
      return .bisecting(upTo: 1 << 31) { U31.uniform($0) < keep }
    default:
      if call.type == .float64 {
        return U31.above { Double($0) > rate }
      }
      let rounded = options[.lowPrecisionRate] == .type ? call.type.rounded(rate) : Float(rate)
      return U31.above { $0 > rounded }
    }
  }
}

/// The uniforms that PyTorch's compiler and Triton make of 31 bits.
enum U31 {
  /// A product in float32 with a number one step below 2^-31.
  static func uniform(_ bits: UInt64) -> Float { Float(bits) * Float(bitPattern: 0x2fff_ffff) }

  /// Kept where the uniform passes a test that larger ones pass, too.
  static func above(_ keeps: (Float) -> Bool) -> KeepTest {
    var test = KeepTest.bisecting(upTo: 1 << 31) { !keeps(uniform($0)) }
    test.keepsBelow = false
    return test
  }
}

extension ElementType {
  /// A number rounded to float32, and that to the type.
  package func rounded(_ value: Double) -> Float {
    let single = Float(value)
    switch self {
    case .float32, .float64: return single
    case .float16: return Self.rounded(single, bits: 10, least: -14)
    case .bfloat16: return Self.rounded(single, bits: 7, least: -126)
    }
  }

  private static func rounded(_ value: Float, bits: Int, least: Int) -> Float {
    guard value != 0, value.isFinite else { return value }
    let exponent = max(Int(value.exponent), least) - bits
    let step = Double(sign: .plus, exponent: exponent, significand: 1)
    return Float((Double(value) / step).rounded(.toNearestOrEven) * step)
  }
}

/// Which layers share a compiled graph.
public enum CompiledGraphs: String, Sendable, Hashable, CaseIterable {
  /// All layers of a call.
  case one
  /// None: each layer is a graph of its own.
  case each
}

/// In which precision a compiled graph holds the rate of 16-bit tensors.
public enum LowPrecisionRate: String, Sendable, Hashable, CaseIterable {
  /// In the tensor's, as PyTorch 2.13 and 2.15 do.
  case type
  /// In float32, as PyTorch 2.11 does.
  case float32
}

extension DialectOption<CompiledGraphs> {
  /// Which layers share a compiled graph.
  public static var graphs: Self {
    .choice(
      "graphs",
      help: "which layers share a compiled graph: one for all of a call, or each its own.",
      standard: .one, ["one": .one, "each": .each])
  }
}

extension DialectOption<LowPrecisionRate> {
  /// In which precision the rate of 16-bit tensors is held.
  public static var lowPrecisionRate: Self {
    .choice(
      "lowp-rate",
      help: "the precision of the rate for 16-bit tensors: type, or float32 as in PyTorch 2.11.",
      standard: .type, ["type": .type, "float32": .float32])
  }
}

extension Dialect {
  /// PyTorch's compiler on the CPU.
  public static let torchInductor = Dialect(
    family: "torch-inductor", summary: "torch.compile of the same, on the CPU",
    seeds: torchSeeds, operations: torchOperations,
    options: [
      DialectOption.skipWords, DialectOption.graphs, DialectOption.lowPrecisionRate,
      DialectOption.type,
    ],
    draws: .dropout, drawsAhead: true,
    output: { input, mask, call in
      let scale = Float(1 / (1 - call.rate.value))
      return .single(input.indices.map { (mask[$0] ? 1 : 0) * Float(input[$0]) * scale })
    }
  ) { seed, options in
    seed.torch.map { TorchInductor(seed: $0, options: options) }
  }
}
