import DropoutEngine

/// A probability of dropping, `0.2`, or one layer's, `hidden1=0.2`.
struct LayerRate {
  /// Nil for all layers.
  let layer: String?
  let rate: Rate

  init(_ text: String) throws(ValueError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    layer = parts.count == 2 ? String(parts[0]) : nil
    do {
      rate = try Rate(argument: parts[parts.count - 1])
    } catch .rate {
      throw .layerRate
    }
  }
}
