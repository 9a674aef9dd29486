/// `tl.rand(seed, offsets) > p` of a Triton kernel: element i is the first word of the block that its
/// offset numbers, under the whole seed as the key.
///
/// Stateless: a call draws the same again unless the user gives it another seed.
struct Triton: MaskGenerator {
  private let philox: Philox4x32

  init(seed: UInt64) {
    philox = Philox4x32(seed: seed)
  }

  func mask(_ call: MaskCall) -> Mask? {
    if call.operation == .evaluation { return nil }
    let rate = Float(call.rate.value)
    let (first, isWide) = (call.offset, call.hasWideOffsets)
    return philox.maskOfBlocks(
      count: call.count, test: U31.above { $0 > rate },
      counter: { element in
        let offset = UInt64(bitPattern: first &+ Int64(element))
        return isWide ? offset : offset & 0xffff_ffff
      },
      // Negative numbers are turned over, not cut.
      number: { $0 < 0x8000_0000 ? $0 : ~$0 })
  }

  func skip(_ call: MaskCall) {}

  var upcoming: UpcomingDraws { .stateless }
}

extension Dialect {
  /// A Triton kernel, as in its tutorial of dropout.
  public static let triton = Dialect(
    family: "triton", summary: "tl.rand(s, offsets) > p in a Triton kernel",
    seeds: torchSeeds,
    operations: ["rand": .standard, "dropout": .standard, "dropout-eval": .evaluation],
    draws: .dropout,
    output: { input, mask, call in
      let keep = 1 - Float(call.rate.value)
      return .single(input.indices.map { mask[$0] ? Float(input[$0]) / keep : 0 })
    }
  ) { seed, _ in seed.torch.map { Triton(seed: $0) } }
}
