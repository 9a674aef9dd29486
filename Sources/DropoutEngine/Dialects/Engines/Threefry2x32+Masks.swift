extension Threefry2x32 {
  /// A mask of 23-bit floats in the partitionable layout.
  func maskPartitionable(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit)
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      var bits = SignBits()
      for place: UInt32 in [0, 2] {
        let words = sixteen(from: UInt64(writer.filled) + UInt64(8 * place))
        bits.add(((words.0 ^ words.1) &>> 9) &- limit, place: place)
      }
      writer.append(first: min(32, writer.left), of: bits.word)
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// A mask of 52-bit doubles in the partitionable layout, as with `jax_enable_x64`.
  ///
  /// The upper 31 bits nearly always decide; where they tie, 32 elements are looked at again.
  func maskPartitionable64(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit >> 21)
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      let start = UInt64(writer.filled)
      var bits = SignBits()
      var ties = SIMD8<UInt32>.zero
      for place: UInt32 in [0, 2] {
        let difference = (sixteen(from: start + UInt64(8 * place)).0 &>> 1) &- limit
        bits.add(difference, place: place)
        let change = difference ^ (difference &- 1)
        ties |= change.lowHalf | change.highHalf
      }
      var word = bits.word
      if ties.anySign {
        for bit in UInt64(0)..<32 where bits64(at: start + bit) >> 12 < test.limit {
          word |= 1 << bit
        }
      }
      writer.append(first: min(32, writer.left), of: word)
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// A mask of 23-bit floats in the original layout: the first words of all pairs, then the second.
  func maskOriginal(count: Int, test: KeepTest) -> Mask {
    let limit = UInt32(test.limit)
    let half = (count + 1) / 2
    var first = MaskWriter(count: half)
    var second = MaskWriter(count: half)
    while first.left > 0 {
      var bits = (SignBits(), SignBits())
      for place: UInt32 in [0, 2] {
        let index = UInt32(first.filled) &+ 8 &* place &+ Self.lanes
        let words = hash(index, index &+ UInt32(half))
        bits.0.add((words.0 &>> 9) &- limit, place: place)
        bits.1.add((words.1 &>> 9) &- limit, place: place)
      }
      let size = min(32, first.left)
      first.append(first: size, of: bits.0.word)
      second.append(first: size, of: bits.1.word)
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

  private static let lanes = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// The words of sixteen 64-bit counters that share their high word.
  @inline(__always)
  private func sixteen(from counter: UInt64) -> (SIMD16<UInt32>, SIMD16<UInt32>) {
    hash(
      SIMD16(repeating: UInt32(truncatingIfNeeded: counter >> 32)),
      UInt32(truncatingIfNeeded: counter) &+ Self.lanes)
  }

  /// The words of sixteen counters at once.
  @inline(__always)
  private func hash(
    _ x0: SIMD16<UInt32>, _ x1: SIMD16<UInt32>
  ) -> (SIMD16<UInt32>, SIMD16<UInt32>) {
    let (k0, k1) = key
    let k2 = k0 ^ k1 ^ 0x1BD1_1BDA
    var x = (x0 &+ k0, x1 &+ k1)
    even(&x, k1, k2 &+ 1)
    odd(&x, k2, k0 &+ 2)
    even(&x, k0, k1 &+ 3)
    odd(&x, k1, k2 &+ 4)
    even(&x, k2, k0 &+ 5)
    return x
  }

  /// Four rounds of an even group, and its keys.
  @inline(__always)
  private func even(_ x: inout (SIMD16<UInt32>, SIMD16<UInt32>), _ k0: UInt32, _ k1: UInt32) {
    round(&x, 13)
    round(&x, 15)
    round(&x, 26)
    round(&x, 6)
    x = (x.0 &+ k0, x.1 &+ k1)
  }

  /// Four rounds of an odd group, and its keys.
  @inline(__always)
  private func odd(_ x: inout (SIMD16<UInt32>, SIMD16<UInt32>), _ k0: UInt32, _ k1: UInt32) {
    round(&x, 17)
    round(&x, 29)
    x.0 &+= x.1
    x.1 = halvesSwapped(x.1) ^ x.0
    round(&x, 24)
    x = (x.0 &+ k0, x.1 &+ k1)
  }

  @inline(__always)
  private func round(_ x: inout (SIMD16<UInt32>, SIMD16<UInt32>), _ rotation: UInt32) {
    x.0 &+= x.1
    // Not written as a rotation, which would go lane by lane.
    x.1 = (x.1 &<< rotation ^ x.0) ^ x.1 &>> (32 - rotation)
  }

  /// A rotation by 16, as a permutation of 16-bit halves.
  @inline(__always)
  private func halvesSwapped(_ words: SIMD16<UInt32>) -> SIMD16<UInt32> {
    let halves = unsafeBitCast(words, to: SIMD32<UInt16>.self)
    var swapped = halves
    swapped.evenHalf = halves.oddHalf
    swapped.oddHalf = halves.evenHalf
    return unsafeBitCast(swapped, to: SIMD16<UInt32>.self)
  }
}
