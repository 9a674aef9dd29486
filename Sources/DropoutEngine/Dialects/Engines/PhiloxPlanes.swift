/// Philox blocks as planes of bits: bit k of 128 elements is one block, so that comparing the
/// numbers of all of them with a limit is a few operations a plane.
struct PhiloxPlanes: ~Copyable {
  private let philox: Philox4x32
  /// Counters of the masks' stream, but for word 0.
  private let site: SIMD4<UInt32>
  private let buffer = PhiloxBuffer()

  init(_ philox: Philox4x32, at site: DrawSite) {
    let call = UInt64(site.call)
    self.philox = philox
    self.site = SIMD4(
      0, UInt32(truncatingIfNeeded: site.layer), UInt32(truncatingIfNeeded: call),
      UInt32(truncatingIfNeeded: call >> 32) & 0x00ff_ffff)
  }

  /// A mask that drops the elements whose 40-bit numbers are below a limit of 1 to 2^40 - 1.
  ///
  /// The number's low 32 bits are drawn only where its high 8 are the limit's, and not even planes
  /// are drawn that follow the limit's last 1.
  func mask(count: Int, limit: UInt64) -> Mask {
    let (high, low) = (UInt8(limit >> 32), UInt32(truncatingIfNeeded: limit))
    let planes = low > 0 ? 8 : 8 - high.trailingZeroBitCount
    let size = Mask.wordCount(for: count)
    var ties: [Int] = []
    var words = [UInt64](unsafeUninitializedCapacity: (size + 15) / 16 * 16) { words, initialized in
      initialized = size
      guard let base = words.baseAddress else { return }
      for start in stride(from: 0, to: size, by: 16) {
        draw(planes, from: start / 2)
        let (below, tied) = compare(planes, with: high)
        UnsafeMutableRawPointer(base + start).storeBytes(of: ~below, as: SIMD16<UInt64>.self)
        if low > 0 { list(tied, from: 64 * start, to: count, in: &ties) }
      }
    }
    for start in stride(from: 0, to: ties.count, by: 8) {
      settle(ties[start..<min(start + 8, ties.count)], below: low, in: &words)
    }
    return Mask(words: words, count: count)
  }

  /// Draws the first planes of eight times 128 elements.
  private func draw(_ planes: Int, from group: Int) {
    let first = SIMD4(UInt32(truncatingIfNeeded: 8 * group), 0, 0, 0) | site
    buffer.fill(
      planes, philox, from: first, step: SIMD4(8, 0, 0, 0), groupStep: SIMD4(1, 0, 0, 0))
  }

  /// Which of the 1024 elements are below a limit by their high bits, and which are at it so far.
  @inline(__always)
  private func compare(
    _ planes: Int, with limit: UInt8
  ) -> (below: SIMD16<UInt64>, tied: SIMD16<UInt64>) {
    var below = SIMD16<UInt64>.zero
    var tied = SIMD16<UInt64>(repeating: .max)
    for plane in 0..<planes {
      let bits = SIMD16(
        lowHalf: buffer.eightPairs(plane, place: 0), highHalf: buffer.eightPairs(plane, place: 2))
      if limit >> UInt8(7 - plane) & 1 == 1 {
        below |= tied & ~bits
        tied &= bits
      } else {
        tied &= ~bits
      }
    }
    return (interleaved(below), interleaved(tied))
  }

  /// The lanes of both halves in turns.
  @inline(__always)
  private func interleaved(_ words: SIMD16<UInt64>) -> SIMD16<UInt64> {
    var turns = words
    turns.evenHalf = words.lowHalf
    turns.oddHalf = words.highHalf
    return turns
  }

  /// Appends the elements whose bits are set.
  @inline(__always)
  private func list(
    _ bits: SIMD16<UInt64>, from start: Int, to end: Int, in elements: inout [Int]
  ) {
    for lane in 0..<16 {
      var left = bits[lane]
      while left != 0 {
        let element = start + 64 * lane + left.trailingZeroBitCount
        if element < end { elements.append(element) }
        left &= left &- 1
      }
    }
  }

  /// Clears the bits of those, of up to eight elements, whose low bits are below a limit.
  private func settle(_ elements: ArraySlice<Int>, below limit: UInt32, in words: inout [UInt64]) {
    var blocks = SIMD8<UInt32>.zero
    for (lane, element) in zip(0..., elements) {
      blocks[lane] = UInt32(truncatingIfNeeded: element / 4)
    }
    let ties = site[3] | RandomStream.Purpose.ties.rawValue << 24
    let drawn = philox.blocks(
      (blocks, SIMD8(repeating: site[1]), SIMD8(repeating: site[2]), SIMD8(repeating: ties)))
    for (lane, element) in zip(0..., elements) {
      let block = SIMD4(drawn.0[lane], drawn.1[lane], drawn.2[lane], drawn.3[lane])
      // Not a branch: which way it went would be a guess.
      let dropped: UInt64 = block[element % 4] < limit ? 1 : 0
      words[element / 64] &= ~(dropped << UInt64(element % 64))
    }
  }
}
