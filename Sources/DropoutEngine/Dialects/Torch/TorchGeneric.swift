/// `torch.manual_seed(s)` and then `nn.Dropout(rate)(x)` on the CPU for every mask: PyTorch 2.7 and
/// later everywhere, and any build without Intel's MKL before (dialects.md 4.1).
///
/// One double an element, kept when below `keep` in double precision, whatever the tensor's type.
struct TorchGeneric: TorchCPU {
  var twister: MersenneTwister
  /// The second number of a pair, kept for the next short draw.
  private var pending: Double?

  init(seed: UInt64, skipping words: Int = 0) {
    twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    twister.skip(words: words)
  }

  mutating func bernoulli(count: Int, keep: Double) -> Mask {
    twister.mask53(count: count, style: .torch, test: .below(keep, bits: 53))
  }

  mutating func factors(_ call: MaskCall, sd: Double) -> [Float]? {
    NormalFactors.torch(call.count, sd: sd, from: &twister, pending: &pending)
  }

  mutating func skipFactors(_ call: MaskCall) {
    if call.count < NormalFactors.torchBlock {
      _ = NormalFactors.torch(call.count, sd: 1, from: &twister, pending: &pending)
    } else {
      twister.skip(words: NormalFactors.torchWords(call.count))
    }
  }

  static func words(count: Int) -> Int { 2 * count }

  static var followsMemory: Bool { true }
}

extension Dialect {
  /// PyTorch on the CPU.
  public static let torch = Dialect(
    family: "torch", aliases: ["torch-generic"],
    summary: "torch.manual_seed(s); nn.Dropout(p)(x), on the CPU",
    seeds: torchSeeds, operations: torchOperations, options: [DialectOption.skipWords],
    draws: .factors,
    sources: { dialect, shape in
      // Left out is what draws the same in a program's first call.
      let names = [nil, "rand>rate", "rand<keep"] + channelOperations(shape)
      return (names + (shape.count > 1 ? ["dropout-transposed"] : [])).map {
        MaskSource(dialect: dialect, operation: $0)
      }
    }
  ) { seed, options in
    seed.torch.map { TorchGeneric(seed: $0, skipping: options[.skipWords]) }
  }
}
