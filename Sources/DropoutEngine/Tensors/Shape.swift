/// What is asked of shapes, which may come from a log that nobody vouches for.
package enum Shape {
  /// How many elements a tensor of that shape has; nil where an extent is negative, or the count
  /// beyond an integer.
  package static func count(_ shape: [Int]) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      if overflows || extent < 0 { return nil }
      count = product
    }
    return count
  }

  /// `32x128`, in sentences.
  package static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }
}
