internal import CMaskKernels

extension MaskKernels {
  /// What this processor can run, the fastest last.
  ///
  /// They are tables of functions and a text, none of which ever changes.
  nonisolated(unsafe) static let available = (0..<3).compactMap {
    mask_kernels(Int32($0))?.pointee
  }

  /// The fastest.
  nonisolated(unsafe) static let best = available[available.count - 1]

  /// Which vectors they are for.
  var title: String { String(cString: name) }
}

extension Mask {
  /// A mask whose words a kernel writes, one bit an element.
  ///
  /// - Parameter inverted: the bits say who is dropped.
  init(
    count: Int, inverted: Bool, filling fill: (UnsafeMutableBufferPointer<UInt64>) -> Void
  ) {
    precondition(count >= 0, "a mask cannot have a negative size")
    let size = Mask.wordCount(for: count)
    let words = [UInt64](unsafeUninitializedCapacity: size) { words, initialized in
      initialized = size
      guard size > 0 else { return }
      fill(UnsafeMutableBufferPointer(rebasing: words[..<size]))
      if inverted { for index in 0..<size { words[index] = ~words[index] } }
    }
    self.init(words: words, count: count)
  }
}
