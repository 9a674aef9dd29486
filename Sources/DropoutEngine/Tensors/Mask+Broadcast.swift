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
    let axes = Mask.joined(shape, strides)
    let rows = axes.dropLast()
    let last = axes.last ?? (extent: 1, stride: 0)
    var writer = MaskWriter(count: shape.reduce(1, *))
    var index = [Int](repeating: 0, count: rows.count)
    var offset = 0
    while writer.left > 0 {
      source.append(last.extent, from: offset, stride: last.stride, to: &writer)
      for axis in rows.indices.reversed() {
        index[axis] += 1
        offset += axes[axis].stride
        if index[axis] < axes[axis].extent { break }
        offset -= axes[axis].stride * index[axis]
        index[axis] = 0
      }
    }
    self = writer.mask(inverted: false)
  }

  /// The same axes, where one whose steps are the next one's length is walked as one with it.
  private static func joined(
    _ shape: [Int], _ strides: [Int]
  ) -> [(extent: Int, stride: Int)] {
    var axes: [(extent: Int, stride: Int)] = []
    for (extent, stride) in zip(shape, strides) {
      if let before = axes.last, before.stride == stride * extent {
        axes[axes.count - 1] = (before.extent * extent, stride)
      } else {
        axes.append((extent, stride))
      }
    }
    return axes
  }

  /// Appends every `stride`th element.
  private func append(_ count: Int, from start: Int, stride: Int, to writer: inout MaskWriter) {
    for first in Swift.stride(from: 0, to: count, by: 64) {
      let size = min(64, count - first)
      var bits: UInt64 = 0
      if stride == 0 {
        bits = self[start] ? .max : 0
      } else {
        for place in 0..<size {
          let element = start + (first + place) * stride
          bits |= (words[element >> 6] &>> UInt64(element & 63) & 1) &<< UInt64(place)
        }
      }
      writer.append(first: size, of: bits)
    }
  }
}
