/// The words of 64 Philox blocks, drawn before any is looked at.
///
/// Drawing and comparing in one loop would need more registers than there are.
struct PhiloxBuffer: ~Copyable {
  /// Eight groups of eight blocks: word 0 of the eight, then word 1, 2 and 3, each in the low half
  /// of a 64-bit lane.
  private let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)

  deinit { words.deallocate() }

  /// Draws the blocks of 64 counters: `counter`, and those `step` further each time.
  @inline(__always)
  func fill(
    _ philox: Philox4x32, from counter: SIMD4<UInt32>, step: SIMD4<UInt32>
  ) {
    fill(8, philox, from: counter, step: step, groupStep: 8 &* step)
  }

  /// Draws some groups: from lane to lane `step` further, from group to group `groupStep`.
  @inline(__always)
  func fill(
    _ groups: Int, _ philox: Philox4x32, from counter: SIMD4<UInt32>, step: SIMD4<UInt32>,
    groupStep: SIMD4<UInt32>
  ) {
    let lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    for group in 0..<groups {
      let start = counter &+ UInt32(group) &* groupStep
      let block = philox.wide(
        UInt64(start[0]) &+ UInt64(step[0]) &* lanes, UInt64(start[1]) &+ UInt64(step[1]) &* lanes,
        UInt64(start[2]) &+ UInt64(step[2]) &* lanes, UInt64(start[3]) &+ UInt64(step[3]) &* lanes)
      store(block.0, words + 32 * group)
      store(block.1, words + 32 * group + 8)
      store(block.2, words + 32 * group + 16)
      store(block.3, words + 32 * group + 24)
    }
  }

  /// Words `place` and `place + 1` of the eight blocks of a group, as words of 64 bits.
  @inline(__always)
  func eightPairs(_ group: Int, place: Int) -> SIMD8<UInt64> {
    let low = vector(words + (32 * group + 8 * place))
    let high = vector(words + (32 * group + 8 * place + 8))
    return low & 0xffff_ffff | high &<< 32
  }

  /// Word `place` of the eight blocks of a group.
  @inline(__always)
  func eight(_ group: Int, place: Int) -> SIMD8<UInt32> {
    SIMD8(truncatingIfNeeded: vector(words + (32 * group + 8 * place)))
  }
}
