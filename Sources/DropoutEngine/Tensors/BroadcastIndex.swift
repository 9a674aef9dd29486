/// Which element of a drawn shape decides about each element of a tensor.
struct BroadcastIndex {
  private let shape: [Int]
  private let strides: [Int]

  /// - Parameters:
  ///   - drawnShape: each extent is that of `shape`, or 1 and holds for the whole axis.
  init(of drawnShape: [Int], over shape: [Int]) {
    precondition(drawnShape.count == shape.count, "a drawn shape has the axes of its tensor")
    self.shape = shape
    var strides = [Int](repeating: 0, count: shape.count)
    var stride = 1
    for axis in shape.indices.reversed() {
      strides[axis] = drawnShape[axis] == 1 ? 0 : stride
      stride *= drawnShape[axis]
    }
    self.strides = strides
  }

  /// Hands out every element of the tensor in C order, with the one that decides about it.
  func forEach(_ body: (_ element: Int, _ drawn: Int) -> Void) {
    forEachRow { row, drawn, step in
      for place in 0..<row.count { body(row.lowerBound + place, drawn + place * step) }
    }
  }

  /// Hands out the rows along the last axis: their elements, what decides about the first of them,
  /// and how far on what decides about the next one is, 0 or 1.
  func forEachRow(_ body: (_ row: Range<Int>, _ drawn: Int, _ step: Int) -> Void) {
    let count = shape.reduce(1, *)
    guard count > 0 else { return }
    let width = shape.last ?? 1
    let step = strides.last ?? 0
    var index = [Int](repeating: 0, count: max(shape.count - 1, 0))
    var offset = 0
    var element = 0
    while element < count {
      body(element..<element + width, offset, step)
      element += width
      for axis in index.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= strides[axis] * index[axis]
        index[axis] = 0
      }
    }
  }
}
