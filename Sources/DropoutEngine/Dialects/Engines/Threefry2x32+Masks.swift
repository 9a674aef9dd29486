extension Threefry2x32 {
  /// A mask of 23-bit floats in the partitionable layout.
  func maskPartitionable(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit)
    let buffer = ThreefryBuffer()
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      fill(buffer, from: UInt64(writer.filled))
      writer.appendGroups(of: ThreefryBuffer.count) { index in
        ((buffer.firsts(index) ^ buffer.seconds(index)) &>> 9) &- limit
      }
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// A mask of 52-bit doubles in the partitionable layout, as with `jax_enable_x64`.
  ///
  /// The upper 31 bits nearly always decide; where they tie, 256 elements are looked at again.
  func maskPartitionable64(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit >> 21)
    let buffer = ThreefryBuffer()
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      let start = writer.filled
      var ties = SIMD8<UInt32>.zero
      fill(buffer, from: UInt64(start))
      writer.appendGroups(of: ThreefryBuffer.count) { index in
        let difference = (buffer.firsts(index) &>> 1) &- limit
        // Only between 0 and -1 does the sign change.
        ties |= difference ^ (difference &- 1)
        return difference
      }
      guard ties.anySign else { continue }
      for index in start..<writer.filled where bits64(at: UInt64(index)) >> 12 < test.limit {
        writer.set(index)
      }
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// A mask of 23-bit floats in the original layout: the first words of all pairs, then the second.
  func maskOriginal(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit)
    let half = (count + 1) / 2
    let buffer = ThreefryBuffer()
    var first = MaskWriter(count: half)
    var second = MaskWriter(count: half)
    while first.left > 0 {
      let index = first.filled
      buffer.fill(self, from: (UInt32(index), UInt32(half + index)), step: (1, 1))
      first.appendGroups(of: ThreefryBuffer.count) { buffer.firsts($0) &>> 9 &- limit }
      second.appendGroups(of: ThreefryBuffer.count) { buffer.seconds($0) &>> 9 &- limit }
    }
    return joined(first.mask(inverted: false), second.mask(inverted: false), count, test)
  }

  /// One mask after the other. Where the count is odd, the last pair's second counter is 0 and its
  /// second word is left over.
  private func joined(_ first: Mask, _ second: Mask, _ count: Int, _ test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    let pairs = count / 2
    for word in first.words where writer.filled < pairs {
      writer.append(first: min(64, pairs - writer.filled), of: word)
    }
    if count % 2 == 1 {
      writer.append(hash(UInt32(pairs), 0).0 >> 9 < test.limit ? 1 : 0, size: 1)
    }
    for word in second.words where writer.left > 0 {
      writer.append(first: min(64, writer.left), of: word)
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// The words of 64-bit counters from a multiple of 256, which share their high word.
  @inline(__always)
  private func fill(_ buffer: borrowing ThreefryBuffer, from counter: UInt64) {
    buffer.fill(
      self,
      from: (UInt32(truncatingIfNeeded: counter >> 32), UInt32(truncatingIfNeeded: counter)),
      step: (0, 1))
  }
}
