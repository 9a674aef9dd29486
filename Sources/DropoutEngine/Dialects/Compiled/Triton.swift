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
    let range = TritonUniform.above { $0 > rate }
    let first = UInt64(bitPattern: call.offset)
    if call.hasWideOffsets {
      return philox.maskOfFirstWords(count: call.count, from: first, range: range)
    }
    // Offsets of 32 bits go on from the largest to 0.
    let start = first & 0xffff_ffff
    let size = min(call.count, 1 << 32 - Int(start))
    let mask = philox.maskOfFirstWords(count: size, from: start, range: range)
    if size == call.count { return mask }
    let rest = philox.maskOfFirstWords(count: call.count - size, range: range)
    return Mask([mask, rest].flatMap { part in (0..<part.count).map { part[$0] } })
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
