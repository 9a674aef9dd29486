/// A fused kernel that draws the mask of attention weights from Philox: how many words, and which.
protocol AttentionKernel {
  /// How far a draw takes the generator's offset.
  static func words(_ call: MaskCall) -> UInt64

  /// The mask that is drawn from a state.
  static func mask(_ call: MaskCall, from state: PhiloxState) -> Mask
}

/// The masks of a kernel one after another, each from where the one before ended, or from the state
/// that a call brings along.
struct AttentionMasks<Kernel: AttentionKernel>: MaskGenerator {
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
    offset = state.offset &+ Kernel.words(call)
    return Kernel.mask(call, from: state)
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation, call.count > 0, call.isDrawn else { return }
    offset = (call.philox?.offset ?? offset) &+ Kernel.words(call)
  }

  var upcoming: UpcomingDraws { .offset(offset) }
}

extension Dialect {
  /// A kernel's.
  init<Kernel: AttentionKernel>(
    _ kernel: Kernel.Type, family: String, summary: String, refusesRateOne: Bool = false
  ) {
    self.init(
      family: family, summary: summary, seeds: Dialect.torchSeeds,
      operations: [
        "attention": .standard, "dropout": .standard, "dropout-eval": .evaluation,
      ],
      options: [DialectOption.philoxOffset], draws: .dropout, refusesRateOne: refusesRateOne
    ) { seed, options in
      seed.torch.map {
        AttentionMasks<Kernel>(seed: $0, offset: UInt64(options[.philoxOffset]))
      }
    }
  }
}
