extension Philox4x32 {
  /// A mask of one block an element, of which the first word counts.
  ///
  /// - Parameters:
  ///   - counter: the low 64 bits of element i's counter; the upper ones are 0.
  ///   - test: of the number that `number` makes of the word.
  @inline(__always)
  func maskOfBlocks(
    count: Int, test: KeepTest, counter: (Int) -> UInt64, number: (UInt32) -> UInt32
  ) -> Mask {
    var writer = MaskWriter(count: count)
    for start in stride(from: 0, to: count, by: 64) {
      let size = min(64, count - start)
      var bits: UInt64 = 0
      for place in 0..<size {
        let element = counter(start + place)
        let word = block(
          (
            UInt32(truncatingIfNeeded: element), UInt32(truncatingIfNeeded: element >> 32), 0, 0
          )
        ).0
        if UInt64(number(word)) < test.limit { bits |= 1 << UInt64(place) }
      }
      writer.append(first: size, of: bits)
    }
    return writer.mask(inverted: !test.keepsBelow)
  }
}
