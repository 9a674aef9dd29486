/// What an attention kernel draws from, as `_scaled_dot_product_flash_attention` and the like return
/// it.
public struct PhiloxState: Sendable, Hashable {
  /// The generator's seed.
  public var seed: UInt64
  /// The generator's offset before the call.
  public var offset: UInt64

  /// Both fields.
  public init(seed: UInt64, offset: UInt64) {
    self.seed = seed
    self.offset = offset
  }
}
