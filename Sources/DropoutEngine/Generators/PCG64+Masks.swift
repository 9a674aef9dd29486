extension PCG64 {
  /// A mask of 53-bit doubles, one word an element.
  mutating func mask53(count: Int, test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    ahead { pair in
      while writer.left >= 64 { writer.append(pair.below53(test.limit), size: 64) }
    }
    while writer.left > 0 { writer.append(next() >> 11 < test.limit ? 1 : 0, size: 1) }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// A mask of 24-bit floats, half a word an element.
  mutating func mask24(count: Int, test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    if half != nil, count > 0 { append24(to: &writer, test) }
    ahead { pair in
      while writer.left >= 64 { writer.append(pair.below24(test.limit), size: 64) }
    }
    while writer.left > 0 { append24(to: &writer, test) }
    return writer.mask(inverted: !test.keepsBelow)
  }

  private mutating func append24(to writer: inout MaskWriter, _ test: KeepTest) {
    writer.append(UInt64(next32() >> 8) < test.limit ? 1 : 0, size: 1)
  }

  /// Draws in pairs and goes on from where they end.
  @inline(__always)
  private mutating func ahead(_ draw: (inout PCG64Pair) -> Void) {
    var pair = PCG64Pair(after: self)
    draw(&pair)
    state = pair.before
  }
}

/// The next two words of a generator, and from there every second word each.
///
/// A step waits for the 128-bit product of the step before. Two interleaved sequences, which step
/// by two words at a time, keep the multiplier busy; four need more registers than there are.
private struct PCG64Pair {
  private var first: UInt128
  private var second: UInt128
  private let factor: UInt128
  private let term: UInt128
  /// The state whose next word is the pair's first, from which the generator goes on.
  var before: UInt128

  init(after start: PCG64) {
    (factor, term) = PCG64.jump(2, increment: start.increment)
    before = start.state
    first = before &* PCG64.multiplier &+ start.increment
    second = before &* factor &+ term
  }

  /// Whether each of the next 64 words is below the limit as a 53-bit integer.
  @inline(__always)
  mutating func below53(_ limit: UInt64) -> UInt64 {
    var bits: UInt64 = 0
    for _ in 0..<32 {
      let words = next()
      bits = bits >> 1 | (words.0 >> 11 &- limit) & 1 << 63
      bits = bits >> 1 | (words.1 >> 11 &- limit) & 1 << 63
    }
    return bits
  }

  /// Whether each half of the next 32 words is below the limit as a 24-bit integer.
  @inline(__always)
  mutating func below24(_ limit: UInt64) -> UInt64 {
    var bits: UInt64 = 0
    for _ in 0..<16 {
      let words = next()
      for word in [words.0, words.1] {
        bits = bits >> 1 | ((word & 0xffff_ffff) >> 8 &- limit) & 1 << 63
        bits = bits >> 1 | (word >> 40 &- limit) & 1 << 63
      }
    }
    return bits
  }

  @inline(__always)
  private mutating func next() -> (UInt64, UInt64) {
    let words = (PCG64.output(of: first), PCG64.output(of: second))
    before = second
    first = first &* factor &+ term
    second = second &* factor &+ term
    return words
  }
}
