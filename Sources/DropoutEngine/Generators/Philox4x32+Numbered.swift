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
    let words = self.words(
      count: count + skipped, low: start / 4, high: high, shift: shift, range: range,
      kernels: kernels)
    if skipped == 0 { return Mask(words: words, count: count) }
    var writer = MaskWriter(count: count)
    writer.append(first: min(64 - skipped, count), of: words[0] >> UInt64(skipped))
    for word in words.dropFirst() where writer.left > 0 {
      writer.append(first: min(64, writer.left), of: word)
    }
    return writer.mask(inverted: false)
  }

  /// A mask of one word an element, from any block on.
  ///
  /// - Parameters:
  ///   - low: the lower half of the first block's counter, which counts on into `high`.
  ///   - shift: how many of a word's upper bits are left out.
  ///   - range: of the words without those bits, as the upper bits of 32.
  func maskOfBlocks(
    count: Int, low: UInt64, high: UInt64, shift: UInt32 = 0, range: KeepRange,
    kernels: MaskKernels = .best
  ) -> Mask {
    precondition(range.bits == 32, "an element is drawn from a word")
    if let kept = count == 0 ? true : range.constant { return Mask(repeating: kept, count: count) }
    func words(_ count: Int, _ low: UInt64, _ high: UInt64) -> [UInt64] {
      self.words(
        count: count, low: low, high: high, shift: shift, range: range, kernels: kernels)
    }
    let before = (.max - low).addingReportingOverflow(1)
    guard !before.overflow, before.partialValue < UInt64(count + 3) / 4 else {
      return Mask(words: words(count, low, high), count: count)
    }
    // The lower half wraps on the way.
    let first = 4 * Int(before.partialValue)
    var writer = MaskWriter(count: count)
    for word in words(first, low, high) where writer.filled < first {
      writer.append(first: min(64, first - writer.filled), of: word)
    }
    for word in words(count - first, 0, high &+ 1) where writer.left > 0 {
      writer.append(first: min(64, writer.left), of: word)
    }
    return writer.mask(inverted: false)
  }

  /// Whether the words of blocks that are numbered one after another are in a range, a bit each.
  private func words(
    count: Int, low: UInt64, high: UInt64, shift: UInt32, range: KeepRange, kernels: MaskKernels
  ) -> [UInt64] {
    let size = Mask.wordCount(for: count)
    return [UInt64](unsafeUninitializedCapacity: size) { words, initialized in
      initialized = size
      guard let base = words.baseAddress else { return }
      kernels.philox_words(
        maskKey, low, high, shift, UInt32(range.first), UInt32(range.length), base, size)
    }
  }
}
