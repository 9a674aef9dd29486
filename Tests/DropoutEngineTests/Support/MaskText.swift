@testable import DropoutEngine

extension Mask {
  /// One `0` or `1` an element, as golden files write masks.
  var text: String { String((0..<count).map { self[$0] ? "1" : "0" }) }
}

/// Draws the same given mask on every call and counts the draws.
struct FixedMasks: MaskGenerator {
  var mask: Mask
  private(set) var draws = 0

  init(_ kept: [Bool]) { mask = Mask(kept) }

  mutating func mask(_ call: MaskCall) -> Mask? {
    draws += 1
    return mask
  }

  mutating func skip(_ call: MaskCall) { draws += 1 }

  var upcoming: UpcomingDraws { .stateless }
}

extension Rate {
  /// A rate that a test knows to be one.
  static func known(_ value: Double) -> Rate { Rate(unchecked: value) }
}
