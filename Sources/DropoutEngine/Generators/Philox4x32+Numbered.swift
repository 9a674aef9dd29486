internal import CMaskKernels

/// Masks of blocks that are numbered one after another, as compilers and TensorFlow take them.
extension Philox4x32 {
  /// A mask of one block an element, of which the first word counts.
  ///
  /// - Parameters:
  ///   - start: the lower half of the first element's counter; the next one's is 1 more.
  ///   - shift: how many of a word's upper bits are left out.
  ///   - range: of the words without those bits, as the upper bits of 32.
  func maskOfFirstWords(
    count: Int, from start: UInt64 = 0, shift: UInt32 = 0, range: KeepRange,
    kernels: MaskKernels = .best
  ) -> Mask {
    precondition(range.bits == 32, "an element is drawn from a word")
    if let kept = range.constant { return Mask(repeating: kept, count: count) }
    return Mask(count: count, inverted: false) { words in
      guard let base = words.baseAddress else { return }
      kernels.philox_firsts(
        maskKey, start, 0, shift, UInt32(range.first), UInt32(range.length), base, words.count)
    }
  }

  /// A mask of one word an element.
  ///
  /// - Parameters:
  ///   - start: the number of the first element's word; the block's number is a quarter of it.
  ///   - high: the upper half of the counters.
  ///   - shift: how many of a word's upper bits are left out.
  ///   - range: of the words without those bits, as the upper bits of 32.
  func maskOfWords(
    count: Int, from start: UInt64, high: UInt64 = 0, shift: UInt32 = 0, range: KeepRange,
    kernels: MaskKernels = .best
  ) -> Mask {
    precondition(range.bits == 32, "an element is drawn from a word")
    if let kept = count == 0 ? true : range.constant { return Mask(repeating: kept, count: count) }
    let skipped = Int(start % 4)
    let size = Mask.wordCount(for: count + skipped)
    let words = [UInt64](unsafeUninitializedCapacity: size) { words, initialized in
      initialized = size
      guard let base = words.baseAddress else { return }
      kernels.philox_words(
        maskKey, start / 4, high, shift, UInt32(range.first), UInt32(range.length), base, size)
    }
    if skipped == 0 { return Mask(words: words, count: count) }
    var writer = MaskWriter(count: count)
    writer.append(first: min(64 - skipped, count), of: words[0] >> UInt64(skipped))
    for word in words.dropFirst() where writer.left > 0 {
      writer.append(first: min(64, writer.left), of: word)
    }
    return writer.mask(inverted: false)
  }
}
