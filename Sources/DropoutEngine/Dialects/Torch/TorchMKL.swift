/// `torch.manual_seed(s)` and then `nn.Dropout(rate)(x)` with PyTorch 2.0 to 2.6 on x86, where
/// Intel's MKL draws (dialects.md 4.2).
///
/// Every call takes one word of MT19937, whatever its size, and seeds MKL's MCG31m1 with it.
struct TorchMKL: TorchCPU {
  var twister: MersenneTwister

  init(seed: UInt64, skipping words: Int = 0) {
    twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    twister.skip(words: words)
  }

  mutating func bernoulli(count: Int, keep: Double) -> Mask {
    var engine = MCG31(seed: twister.next())
    let modulus = Double(MCG31.modulus)
    // The float can be 1, and is then dropped even where keep rounds to 1.
    let test = KeepTest.bisecting(upTo: MCG31.modulus) { x in
      Float(Double(x) / modulus) < Float(keep)
    }
    return engine.mask(count: count, test: test)
  }

  static func words(count: Int) -> Int { 1 }

  static var followsMemory: Bool { false }
}

extension Dialect {
  /// PyTorch 2.0 to 2.6 on x86.
  public static let torchMKL = Dialect(
    family: "torch-mkl", summary: "the same with PyTorch 2.0 to 2.6 on x86, which has Intel's MKL",
    seeds: torchSeeds, operations: torchOperations, options: [DialectOption.skipWords],
    sources: { dialect, shape in
      ([nil] + channelOperations(shape)).map { MaskSource(dialect: dialect, operation: $0) }
    }
  ) { seed, options in
    seed.torch.map { TorchMKL(seed: $0, skipping: options[.skipWords]) }
  }
}
