internal import RealModule

/// `rng = numpy.random.default_rng(s)` and then `rng.binomial(1, 1 - rate, shape)` for every mask,
/// or one of the ways to write it by hand (dialects.md 3.2).
struct NumPyGenerator: MaskGenerator {
  private var pcg: PCG64
  /// Whether half a word may be left over, which a jump would forget.
  private var mayHoldHalf = false

  /// Nil where a number is negative.
  init?(seed: Seed) {
    let numbers =
      switch seed {
      case .number(let number): [number]
      case .sequence(let numbers): numbers
      }
    guard numbers.allSatisfy({ !$0.isNegative }) else { return nil }
    pcg = PCG64(seedSequence: SeedSequence(entropy: numbers.flatMap(\.digits)))
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    let keep = call.keep
    switch call.operation {
    case .evaluation: return nil
    case .belowKeep: return pcg.mask53(count: call.count, test: .below(keep, bits: 53))
    case .belowKeepFloat32:
      mayHoldHalf = true
      return pcg.mask24(count: call.count, test: .below(Float(keep), bits: 24))
    default:
      if keep == 0 { return Mask(repeating: false, count: call.count) }
      // NumPy 2.4's logarithm; before, log(1 - p), at most an ulp away.
      let test = KeepTest.binomial(keep: keep) { p in Double.exp(Double.log(onePlus: -p)) }
      return pcg.mask53(count: call.count, test: test)
    }
  }

  mutating func skip(_ call: MaskCall) {
    switch call.operation {
    case .evaluation: break
    case .belowKeepFloat32:
      mayHoldHalf = true
      for _ in 0..<call.count { _ = pcg.next32() }
    case .standard where call.keep == 0, .decisions where call.keep == 0: break
    case _ where mayHoldHalf: for _ in 0..<call.count { _ = pcg.next() }
    default: pcg.advance(by: UInt128(call.count))
    }
  }

  var upcoming: UpcomingDraws {
    var copy = pcg
    return .words64([copy.next(), copy.next()])
  }
}

extension Dialect {
  /// NumPy's `default_rng` and its binomial.
  public static let numpy = Dialect(
    family: "numpy", summary: "rng = np.random.default_rng(s); rng.binomial(1, 1 - p, shape)",
    seeds: "0 or any larger whole number, or a list of such",
    operations: [
      "binomial": .standard, "random<keep": .belowKeep, "random32<keep": .belowKeepFloat32,
    ],
    output: numPyOutput,
    sources: { dialect, _ in
      [nil, "random<keep", "random32<keep"].map { MaskSource(dialect: dialect, operation: $0) }
    }
  ) { seed, _ in NumPyGenerator(seed: seed) }
}
