extension Rate {
  /// The chance of dropping that a kernel really uses for this rate; nil where its table is not
  /// known.
  ///
  /// FlashAttention-2 compares a byte with ⌊255(1 − p)⌋, so that p = 0.1 drops 0.1015625.
  package func drawn(by dialect: String?) -> Double? {
    guard let dialect else { return value }
    if dialect.contains("flash") { return 1 - ((255 * keep).rounded(.down) + 1) / 256 }
    return dialect.contains("cudnn") ? nil : value
  }
}
