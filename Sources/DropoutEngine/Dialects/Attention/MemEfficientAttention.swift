/// The mask of the weights that PyTorch's memory-efficient attention draws on a GPU, and xFormers'
/// CUTLASS kernel (dialects-2.md 10.2): a word of Philox for each, one after another.
struct MemEfficientAttention: MaskGenerator {
  private let seed: UInt64
  /// Words passed over before.
  private var offset: UInt64

  init(seed: UInt64, offset: UInt64) {
    self.seed = seed
    self.offset = offset
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation, call.count > 0 else { return nil }
    guard call.isDrawn else { return call.certainMask }
    let state = call.philox ?? PhiloxState(seed: seed, offset: offset)
    offset = state.offset &+ Self.words(call.count)
    let rate = Double(Float(call.rate.value))
    var test = KeepTest.bisecting(upTo: 1 << 32) { CUDAKernel.curand($0, bits: 32) <= rate }
    test.keepsBelow = false
    return Philox4x32(seed: state.seed).maskOfWords(
      count: call.count, from: state.offset, range: KeepRange(test, bits: 32))
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation, call.count > 0, call.isDrawn else { return }
    offset = (call.philox?.offset ?? offset) &+ Self.words(call.count)
  }

  var upcoming: UpcomingDraws { .offset(offset) }

  /// A whole number of blocks.
  private static func words(_ count: Int) -> UInt64 { UInt64((count + 3) / 4 * 4) }
}

extension Dialect {
  /// PyTorch's memory-efficient attention.
  public static let memEfficientAttention = Dialect(
    family: "mem-efficient-attention",
    summary: "weights of SDPA's memory-efficient kernel on an NVIDIA GPU, and of xFormers' CUTLASS",
    seeds: torchSeeds,
    operations: [
      "attention": .standard, "dropout": .standard, "dropout-eval": .evaluation,
    ],
    options: [DialectOption.philoxOffset], draws: .dropout
  ) { seed, options in
    seed.torch.map { MemEfficientAttention(seed: $0, offset: UInt64(options[.philoxOffset])) }
  }
}
