import DropoutEngine

/// The shape of a tensor, as `4,5`.
struct Shape {
  /// The most elements that a mask may have here.
  static let largest = 1 << 31

  let extents: [Int]

  init(_ text: String) throws(ValueError) {
    var extents: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let extent = Int(part), extent >= 0 else { throw .shape }
      extents.append(extent)
    }
    if Shape.isTooLarge(extents) { throw .shapeTooLarge(elements: Shape.largest) }
    self.extents = extents
  }

  /// Whether a shape has more elements than one mask may have.
  static func isTooLarge(_ shape: [Int]) -> Bool { elementCount(shape) > largest }
}
