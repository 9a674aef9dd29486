import Testing

@testable import DropoutEngine

/// Masks that hold for whole axes, or stand in another order, against one element at a time.
struct MaskBroadcastTests {
  private let shapes = [
    [], [0], [1], [7], [64], [130], [3, 5], [64, 2], [2, 64], [5, 130], [1, 9], [9, 1], [0, 3],
    [3, 0], [2, 3, 4], [3, 1, 70], [2, 3, 1, 5], [2, 3, 4, 5, 2],
  ]

  /// Some bits without a pattern in them.
  private func bits(_ count: Int) -> [Bool] {
    var stream = RandomStream(seed: 4, purpose: .data, index: count)
    return (0..<count).map { _ in stream.next() % 3 == 0 }
  }

  /// The index of an element along each axis.
  private func indices(_ element: Int, _ shape: [Int]) -> [Int] {
    var rest = element
    return shape.reversed().map { extent in
      defer { rest /= extent }
      return rest % extent
    }.reversed()
  }

  @Test("A draw for some axes holds for the others")
  func shared() {
    for shape in shapes {
      // Every choice of axes that share.
      for choice in 0..<(1 << shape.count) {
        let noise = shape.indices.map { choice >> $0 & 1 == 1 ? 1 : shape[$0] }
        let drawn = bits(noise.reduce(1, *))
        let expected = (0..<shape.reduce(1, *)).map { element in
          let place = zip(indices(element, shape), noise).reduce(0) { sum, axis in
            sum * axis.1 + (axis.1 == 1 ? 0 : axis.0)
          }
          return drawn[place]
        }
        #expect(Mask(Mask(drawn), of: noise, over: shape) == Mask(expected), "\(noise) of \(shape)")
      }
    }
  }

  @Test("A draw in memory order, the first axis fastest, is put in logical order")
  func transposed() {
    for shape in shapes {
      let drawn = bits(shape.reduce(1, *))
      let expected = drawn.indices.map { element in
        drawn[zip(indices(element, shape), shape).reversed().reduce(0) { $0 * $1.1 + $1.0 }]
      }
      #expect(Mask(transposed: Mask(drawn), shape: shape) == Mask(expected), "\(shape)")
    }
  }
}
