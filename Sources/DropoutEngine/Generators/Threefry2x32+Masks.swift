internal import CMaskKernels

extension Threefry2x32 {
  /// A mask of 23-bit floats in the partitionable layout.
  func maskPartitionable(count: Int, test: KeepTest, kernels: MaskKernels = .best) -> Mask {
    Mask(count: count, inverted: !test.keepsBelow) { words in
      eachPiece(of: words, size: 1 << 26) { index, base, size in
        let (high, low) = Self.counter(index)
        kernels.threefry(maskKey, high, low, UInt32(test.limit), base, size)
      }
    }
  }

  /// A mask of 52-bit doubles in the partitionable layout, as with `jax_enable_x64`.
  func maskPartitionable64(count: Int, test: KeepTest, kernels: MaskKernels = .best) -> Mask {
    mask64(count: count, test: test, kernels: kernels, step: 0, counter: Self.counter)
  }

  /// A mask of 52-bit doubles in the original layout: the first words of all pairs are the upper
  /// halves of the elements, the second words the lower.
  func maskOriginal64(count: Int, test: KeepTest, kernels: MaskKernels = .best) -> Mask {
    mask64(count: count, test: test, kernels: kernels, step: 1) { index in
      (UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: UInt64(count) + index))
    }
  }

  /// The upper 31 bits nearly always decide; where they tie, 4096 elements are looked at again.
  ///
  /// - Parameter counter: an element's; the next one's first word is `step` further.
  private func mask64(
    count: Int, test: KeepTest, kernels: MaskKernels, step: UInt32,
    counter: (UInt64) -> (UInt32, UInt32)
  ) -> Mask {
    let limit = UInt32(test.limit >> 21)
    return Mask(count: count, inverted: !test.keepsBelow) { words in
      eachPiece(of: words, size: 64) { start, base, size in
        let first = counter(start)
        guard kernels.threefry_wide(maskKey, first.0, step, first.1, limit, base, size)
        else { return }
        for index in 0..<UInt64(64 * size) {
          let pair = counter(start + index)
          let (high, low) = hash(pair.0, pair.1)
          guard (UInt64(high) << 32 | UInt64(low)) >> 12 < test.limit else { continue }
          base[Int(index / 64)] |= 1 << (index % 64)
        }
      }
    }
  }

  /// A mask of 23-bit floats in the original layout: the first words of all pairs, then the second.
  func maskOriginal(count: Int, test: KeepTest, kernels: MaskKernels = .best) -> Mask {
    let words = KeepTest(limit: test.limit << 9, keepsBelow: test.keepsBelow)
    return maskOfPairs(count: count, test: words, kernels: kernels)
  }

  /// A mask of one word an element: the first words of all pairs, then the second.
  ///
  /// - Parameters:
  ///   - test: of words of 32 bits.
  ///   - endsAtZero: whether the second counter of the last pair is 0 where the count is odd.
  func maskOfPairs(
    count: Int, test: KeepTest, endsAtZero: Bool = true, kernels: MaskKernels = .best
  ) -> Mask {
    guard let limit = UInt32(exactly: test.limit) else {
      return Mask(repeating: test.keepsBelow, count: count)
    }
    let half = (count + 1) / 2
    let size = Mask.wordCount(for: half)
    let words = [UInt64](unsafeUninitializedCapacity: 2 * size) { words, initialized in
      initialized = 2 * size
      guard let base = words.baseAddress else { return }
      kernels.threefry_pairs(maskKey, 0, UInt32(half), limit, base, base + size, size)
    }
    let zeroed = endsAtZero && count % 2 == 1
    var writer = MaskWriter(count: count)
    let pairs = zeroed ? half - 1 : half
    for word in words[..<size] where writer.filled < pairs {
      writer.append(first: min(64, pairs - writer.filled), of: word)
    }
    // That pair's second word is left over.
    if zeroed { writer.append(hash(UInt32(pairs), 0).0 < limit ? 1 : 0, size: 1) }
    for word in words[size...] where writer.left > 0 {
      writer.append(first: min(64, writer.left), of: word)
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  private var maskKey: MaskKey { MaskKey(k0: key.0, k1: key.1) }

  /// The two words of a 64-bit counter, high word first.
  private static func counter(_ index: UInt64) -> (UInt32, UInt32) {
    (UInt32(index >> 32), UInt32(truncatingIfNeeded: index))
  }

  /// Pieces of a mask that begin at a multiple of their size, so that the low word of a counter does
  /// not wrap inside, and the index of their first element.
  private func eachPiece(
    of words: UnsafeMutableBufferPointer<UInt64>, size: Int,
    _ body: (UInt64, UnsafeMutablePointer<UInt64>, Int) -> Void
  ) {
    guard let base = words.baseAddress else { return }
    for start in stride(from: 0, to: words.count, by: size) {
      body(64 * UInt64(start), base + start, min(size, words.count - start))
    }
  }
}
