/// Draws masks as one framework does, bit for bit.
///
/// A generator lives for a whole session and is a value: a copy is a snapshot, and goes on from
/// where it was taken. Layers and calls share it and must ask in the order in which they run,
/// unless the dialect is counter-based.
public protocol MaskGenerator: Sendable {
  /// Draws the mask of `count` elements for one dropout layer in one training call.
  ///
  /// - Parameters:
  ///   - site: which layer in which call asks; counter-based dialects draw from it alone.
  /// - Returns: the mask, or nil where the dialect draws nothing because everything is kept.
  mutating func mask(count: Int, rate: Rate, at site: DrawSite) -> Mask?
}

/// Which layer in which forward call draws.
public struct DrawSite: Sendable, Hashable {
  /// The forward call, from 1.
  public var call: Int
  /// The dropout layer, from 0, in the order in which they run.
  public var layer: Int

  /// Both fields.
  public init(call: Int, layer: Int) {
    self.call = call
    self.layer = layer
  }
}
