/// Which law the decisions of a kind of dropout follow, by its name in logs.
package enum DrawLaw: Sendable, Equatable {
  /// Each element is kept with chance 1 − p, whatever the others are.
  case elements
  /// The same for what shares a draw, such as channels: how many those are only a draw tells.
  case groups
  /// There is no 0/1, or decisions hang together, or nothing is known of the kind.
  case other

  /// - Parameter kind: nil is taken for element dropout.
  package init(kind: String?) {
    self =
      switch kind {
      case nil, "dropout", "attention", "dropconnect", "alpha": .elements
      case "dropout1d", "dropout2d", "dropout3d", "locked", "droppath", "feature-alpha", "word",
        "embedding":
        .groups
      default: .other
      }
  }
}

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
