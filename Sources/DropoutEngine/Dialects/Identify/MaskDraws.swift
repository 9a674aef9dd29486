/// The independent draws that decide about a mask: fewer than its elements where channels share one.
public struct MaskDraws: Sendable, Hashable {
  /// How many kept.
  public var kept: Int
  /// How many there are.
  public var of: Int

  /// Both fields.
  public init(kept: Int, of: Int) {
    self.kept = kept
    self.of = of
  }
}
