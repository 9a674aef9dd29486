public import DropoutEngine

/// Where two masks differ.
public struct MaskDifference: Sendable, Equatable {
  /// 1 where the masks differ.
  public let elements: Mask

  /// Compares two masks of one size.
  public init(_ a: Mask, _ b: Mask) {
    precondition(a.count == b.count, "masks of one size are compared")
    elements = Mask(words: zip(a.words, b.words).map { $0 ^ $1 }, count: a.count)
  }

  /// How many elements differ.
  public var count: Int { elements.kept }

  /// The first element that differs; nil when none does.
  public var first: Int? {
    guard let word = elements.words.firstIndex(where: { $0 != 0 }) else { return nil }
    return word * 64 + elements.words[word].trailingZeroBitCount
  }
}

/// An element by its place along each axis, as NumPy would index it: `345 [2, 89]`.
func elementName(_ element: Int, in shape: [Int]) -> String {
  guard shape.count > 1 else { return "\(element)" }
  var rest = element
  var place: [Int] = []
  for extent in shape.reversed() {
    place.append(rest % max(extent, 1))
    rest /= max(extent, 1)
  }
  return "\(element) [\(place.reversed().map(String.init).joined(separator: ", "))]"
}
