/// How often two sets of draws, paired one to one, agree in the rarer of the two outcomes.
package struct PairCount: Sendable, Equatable {
  /// Pairs.
  package var pairs: Int
  /// Ones of the first set, of the second, and pairs in which both are ones.
  package var first: Int
  package var second: Int
  package var both: Int

  /// All fields.
  package init(pairs: Int = 0, first: Int = 0, second: Int = 0, both: Int = 0) {
    self.pairs = pairs
    self.first = first
    self.second = second
    self.both = both
  }

  package static func += (a: inout PairCount, b: PairCount) {
    a.pairs += b.pairs
    a.first += b.first
    a.second += b.second
    a.both += b.both
  }
}

extension Mask {
  /// Elements so far apart, 1, 2, 4 … 32, each in one pair: blocks of `lag` elements beside each
  /// other.
  package func pairs(lag: Int) -> PairCount {
    assert(lag > 0 && lag < 64 && lag & (lag - 1) == 0)
    let front = Self.fronts(lag)
    var result = PairCount()
    words.withUnsafeBufferPointer { words in
      for index in 0..<count / 64 {
        let x = words[index] & front
        let y = words[index] >> UInt64(lag) & front
        result.first += x.nonzeroBitCount
        result.second += y.nonzeroBitCount
        result.both += (x & y).nonzeroBitCount
      }
      result.pairs = count / 64 * 32
      let rest = count % 64 / (2 * lag) * (2 * lag)
      guard rest > 0 else { return }
      let some = front & (1 << UInt64(rest) - 1)
      let x = words[words.count - 1] & some
      let y = words[words.count - 1] >> UInt64(lag) & some
      result += PairCount(
        pairs: rest / 2, first: x.nonzeroBitCount, second: y.nonzeroBitCount,
        both: (x & y).nonzeroBitCount)
    }
    return result
  }

  /// Every other block of `lag` bits.
  private static func fronts(_ lag: Int) -> UInt64 {
    let block: UInt64 = 1 << UInt64(lag) - 1
    return stride(from: 0, to: 64, by: 2 * lag).reduce(0) { $0 | block << UInt64($1) }
  }

  /// Each element of every other block of `length` elements, with the one in its place in the next.
  package func pairs(blocks length: Int) -> PairCount {
    var result = PairCount()
    guard length > 0 else { return result }
    for start in stride(from: 0, through: count - 2 * length, by: 2 * length) {
      result += pairs(start, self, start + length, length)
    }
    return result
  }

  /// Each element with the one so far behind it in its row, whatever other pairs they are in.
  ///
  /// - Parameters:
  ///   - row: elements of a row; what is left over at the end is none.
  package func pairs(lag: Int, inRowsOf row: Int) -> PairCount {
    var result = PairCount()
    guard lag > 0, lag < row else { return result }
    for start in stride(from: 0, through: count - row, by: row) {
      result += pairs(start, self, start + lag, row - lag)
    }
    return result
  }

  /// Each element with the one so far behind it, whatever other pairs they are in.
  package func pairs(shiftedBy distance: Int) -> PairCount {
    guard distance > 0, distance < count else { return PairCount() }
    return pairs(0, self, distance, count - distance)
  }

  /// How many elements differ from those of another mask of the same size.
  package func changed(from other: Mask) -> Int {
    zip(words, other.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
  }

  /// Each element with that of another mask of the same size.
  package func pairs(with other: Mask) -> PairCount {
    other.count == count ? pairs(0, other, 0, count) : PairCount()
  }

  private func pairs(_ start: Int, _ other: Mask, _ otherStart: Int, _ length: Int) -> PairCount {
    var result = PairCount(pairs: length)
    words.withUnsafeBufferPointer { mine in
      other.words.withUnsafeBufferPointer { theirs in
        for offset in stride(from: 0, to: length, by: 64) {
          let some: UInt64 = length - offset >= 64 ? .max : 1 << UInt64(length - offset) - 1
          let x = Self.bits(mine, at: start + offset) & some
          let y = Self.bits(theirs, at: otherStart + offset) & some
          result.first += x.nonzeroBitCount
          result.second += y.nonzeroBitCount
          result.both += (x & y).nonzeroBitCount
        }
      }
    }
    return result
  }

  /// The 64 bits from an element on; zeros beyond the end.
  package static func bits(_ words: UnsafeBufferPointer<UInt64>, at element: Int) -> UInt64 {
    let (index, shift) = (element / 64, UInt64(element % 64))
    guard index < words.count else { return 0 }
    guard shift > 0, index + 1 < words.count else { return words[index] >> shift }
    return words[index] >> shift | words[index + 1] << (64 - shift)
  }
}
