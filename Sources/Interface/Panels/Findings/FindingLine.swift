/// A line of the list of findings: what stands left, and right where both fit.
struct FindingLine: Equatable {
  var left: [Run]
  /// Choices, the first that fits beside `left` is taken; none where none fits.
  var right: [[Run]] = []
  /// Which of the findings one can select it is a part of.
  var item: Int?

  static let empty = FindingLine(left: [])

  func draw(x: Int, y: Int, width: Int, into canvas: inout Canvas) {
    canvas.write(left, x: x, y: y, limit: width)
    guard let right = right.first(where: { left.width + 2 + $0.width <= width }) else { return }
    canvas.write(right, x: x + width - right.width, y: y)
  }
}
