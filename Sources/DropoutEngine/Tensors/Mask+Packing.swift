extension Mask {
  /// The bits in C order, most significant first, padded with zeros to a byte: the form in which
  /// logs hold masks, and that of `numpy.packbits`.
  public var packed: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words {
      withUnsafeBytes(of: Self.turned(word).littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.removeLast(bytes.count - (count + 7) / 8)
    return bytes
  }

  /// The bits of each byte in reverse.
  private static func turned(_ word: UInt64) -> UInt64 {
    let ones = word >> 1 & 0x5555_5555_5555_5555 | (word & 0x5555_5555_5555_5555) << 1
    let twos = ones >> 2 & 0x3333_3333_3333_3333 | (ones & 0x3333_3333_3333_3333) << 2
    return twos >> 4 & 0x0f0f_0f0f_0f0f_0f0f | (twos & 0x0f0f_0f0f_0f0f_0f0f) << 4
  }

  /// Kept elements per cell of a grid of at most 64 x 64 over a tensor: its last axis across, all
  /// others down.
  ///
  /// Rows and columns are split as evenly as can be, the first ones larger.
  ///
  /// - Returns: how many rows and columns the grid has, and the counts, row by row.
  public func tiles(shape: [Int]) -> (rows: Int, columns: Int, kept: [Int]) {
    precondition(shape.reduce(1, *) == count, "a mask has its tensor's shape")
    let width = shape.last ?? 1
    let height = shape.dropLast().reduce(1, *)
    let rows = Self.starts(of: height)
    let columns = Self.starts(of: width)
    let (down, across) = (rows.count - 1, columns.count - 1)
    var counts = [Int](repeating: 0, count: down * across)
    for row in 0..<down {
      for line in rows[row]..<rows[row + 1] {
        for column in 0..<across {
          let first = line * width
          counts[row * across + column] += kept(
            in: first + columns[column]..<first + columns[column + 1])
        }
      }
    }
    return (down, across, counts)
  }

  /// Where the parts of `extent` begin, and the end.
  private static func starts(of extent: Int) -> [Int] {
    let parts = min(extent, 64)
    guard parts > 0 else { return [0] }
    let (size, larger) = extent.quotientAndRemainder(dividingBy: parts)
    return (0...parts).map { $0 * size + min($0, larger) }
  }

  /// How many elements of a range were kept.
  private func kept(in range: Range<Int>) -> Int {
    guard let last = range.last else { return 0 }
    let (first, end) = (range.lowerBound / 64, last / 64)
    let head = UInt64.max << UInt64(range.lowerBound % 64)
    let tail = UInt64.max >> UInt64(63 - last % 64)
    if first == end { return (words[first] & head & tail).nonzeroBitCount }
    var total = (words[first] & head).nonzeroBitCount + (words[end] & tail).nonzeroBitCount
    for index in first + 1..<end { total += words[index].nonzeroBitCount }
    return total
  }
}
