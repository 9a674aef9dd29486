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
