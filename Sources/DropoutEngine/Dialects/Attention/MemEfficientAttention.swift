/// The mask of the weights that PyTorch's memory-efficient attention draws on a GPU, and xFormers'
/// CUTLASS kernel (dialects-2.md 10.2): a word of Philox for each, one after another.
enum MemEfficientAttention: AttentionKernel {
  /// A whole number of blocks.
  static func words(_ call: MaskCall) -> UInt64 { UInt64((call.count + 3) / 4 * 4) }

  static func mask(_ call: MaskCall, from state: PhiloxState) -> Mask {
    let rate = Double(Float(call.rate.value))
    var test = KeepTest.bisecting(upTo: 1 << 32) { CUDAKernel.curand($0, bits: 32) <= rate }
    test.keepsBelow = false
    return Philox4x32(seed: state.seed).maskOfWords(
      count: call.count, from: state.offset, range: KeepRange(test, bits: 32))
  }
}

extension Dialect {
  /// PyTorch's memory-efficient attention.
  public static let memEfficientAttention = Dialect(
    MemEfficientAttention.self, family: "mem-efficient-attention",
    summary: "weights of SDPA's memory-efficient kernel on an NVIDIA GPU, and of xFormers' CUTLASS")
}
