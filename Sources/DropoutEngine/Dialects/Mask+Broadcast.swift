extension Mask {
  /// The mask of a tensor from one that was drawn for a part of its axes.
  ///
  /// - Parameters:
  ///   - noise: the drawn shape: each extent is that of `shape`, or 1 and holds for the whole axis.
  init(_ drawn: Mask, of noise: [Int], over shape: [Int]) {
    precondition(noise.count == shape.count, "a drawn shape has the axes of its tensor")
    if noise == shape {
      self = drawn
      return
    }
    var strides = [Int](repeating: 0, count: shape.count)
    var stride = 1
    for axis in shape.indices.reversed() {
      strides[axis] = noise[axis] == 1 ? 0 : stride
      stride *= noise[axis]
    }
    self.init(drawn, shape: shape, strides: strides)
  }

  /// The logical mask of a tensor whose first axis varies fastest in memory, from the mask in memory
  /// order.
  init(transposed memory: Mask, shape: [Int]) {
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    self.init(memory, shape: shape, strides: strides)
  }

  /// Reads the elements of `source` in the order of `shape`, each where its strides say.
  private init(_ source: Mask, shape: [Int], strides: [Int]) {
    let count = shape.reduce(1, *)
    var words = [UInt64](repeating: 0, count: Mask.wordCount(for: count))
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    for element in 0..<count {
      if source[offset] { words[element / 64] |= 1 << UInt64(element % 64) }
      for axis in shape.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= strides[axis] * index[axis]
        index[axis] = 0
      }
    }
    self.init(words: words, count: count)
  }
}
