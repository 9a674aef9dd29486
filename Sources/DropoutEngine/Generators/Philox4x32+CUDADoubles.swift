extension Philox4x32 {
  /// A mask of curand's doubles, two a block, in the order of a CUDA kernel without vectors: a thread
  /// has its second element after the first ones of all threads (dialects-2.md 8).
  ///
  /// - Parameter range: of the 53-bit integers that two words make.
  func maskOfDoubles(count: Int, launch: CUDALaunch, range: KeepRange) -> Mask {
    precondition(launch.threads % 64 == 0 && launch.width == 1, "whole warps, an element at a time")
    let half = launch.threads / 64
    return Mask(count: count, inverted: false) { words in
      for (number, start) in stride(from: 0, to: words.count, by: 2 * half).enumerated() {
        let block = launch.block &+ UInt64(number)
        for group in 0..<min(half, words.count - start) {
          let (first, second) = doubles(block, thread: UInt64(64 * group), range)
          words[start + group] = first
          if start + group + half < words.count { words[start + group + half] = second }
        }
      }
    }
  }

  /// Whether the first and the second double of 64 threads are kept.
  private func doubles(
    _ block: UInt64, thread: UInt64, _ range: KeepRange
  ) -> (UInt64, UInt64) {
    var kept: (UInt64, UInt64) = (0, 0)
    for place in 0..<UInt64(64) {
      let drawn = self.block(Self.counter(block, thread &+ place))
      if range.keeps(Self.joined(drawn.0, drawn.1)) { kept.0 |= 1 << place }
      if range.keeps(Self.joined(drawn.2, drawn.3)) { kept.1 |= 1 << place }
    }
    return kept
  }

  /// The integer of a double: its low half is the first word, with the low bits of the second above.
  private static func joined(_ x: UInt32, _ y: UInt32) -> UInt64 {
    UInt64(x) ^ UInt64(y) << 21
  }

  /// A counter of two numbers of 64 bits, low word first.
  static func counter(_ low: UInt64, _ high: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    (
      UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low >> 32),
      UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high >> 32)
    )
  }
}
