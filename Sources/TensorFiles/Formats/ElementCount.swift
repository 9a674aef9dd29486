/// The most numbers a tensor may hold: 2^31.
let largestTensor = 1 << 31

/// The product of a shape; nil when an extent is negative, or when the product, or that of any part
/// of the shape, is more than ``largestTensor``.
func elementCount(_ shape: [Int]) -> Int? {
  var bound = 1
  for extent in shape {
    let (next, overflow) = bound.multipliedReportingOverflow(by: max(extent, 1))
    guard extent >= 0, !overflow, next <= largestTensor else { return nil }
    bound = next
  }
  return shape.contains(0) ? 0 : bound
}
