/// `Tensor.manual_seed(s)` and then `x.dropout(rate)` of tinygrad 0.13 and later, on its first device: a
/// draw of n elements hashes a counter to a key, moves the counter by n, and takes words of threefry in
/// two halves.
struct TinygradMasks: MaskGenerator {
  /// The last bytes of SHA-256 over the index of the first device.
  private static let device: UInt32 = 0x14b8_1119

  private let seed: UInt32
  private var counter: UInt64 = 0

  init(seed: UInt32) {
    self.seed = seed
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard draws(call) else {
      return call.operation == .evaluation || call.count == 0 ? nil : call.certainMask
    }
    let noise = call.noiseShape
    let count = noise.reduce(1, *)
    let key = Threefry2x32(key: (Self.device, seed)).hash(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32))
    counter &+= UInt64(count)
    let limit = UInt64((Float(call.rate.value) * 0x1p23).rounded(.up))
    let drawn = Threefry2x32(key: key).maskOfPairs(
      count: count, test: KeepTest(limit: limit << 9, keepsBelow: false), endsAtZero: false)
    return Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    if draws(call) { counter &+= UInt64(call.noiseShape.reduce(1, *)) }
  }

  var upcoming: UpcomingDraws { .counter(counter) }

  private func draws(_ call: MaskCall) -> Bool {
    switch call.operation {
    case .evaluation: false
    case .aboveRate: call.count > 0
    default: call.count > 0 && !call.isCertain
    }
  }
}

extension Dialect {
  /// tinygrad.
  public static let tinygrad = Dialect(
    family: "tinygrad", summary: "Tensor.manual_seed(s); x.dropout(p) of tinygrad",
    seeds: torchSeeds,
    operations: [
      "dropout": .standard, "dropout-eval": .evaluation, "rand>=rate": .aboveRate,
    ],
    output: DropoutOutput.selectedProduct
  ) { seed, _ in
    seed.torch.map { TinygradMasks(seed: UInt32(truncatingIfNeeded: $0)) }
  }
}
