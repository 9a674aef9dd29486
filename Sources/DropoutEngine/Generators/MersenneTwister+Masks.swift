/// How two words of MT19937 become the 53-bit integer of a double (dialects.md 2.1).
enum DoubleStyle: Sendable {
  /// The upper 27 bits of the first word, then the upper 26 of the second.
  case numpy
  /// The first word is the high half of 64 bits, of which the low 53 count.
  case torch

  /// The integer that two words make.
  @inline(__always)
  func joined(_ first: UInt32, _ second: UInt32) -> UInt64 {
    switch self {
    case .numpy: UInt64(first >> 5) << 26 | UInt64(second >> 6)
    case .torch: (UInt64(first) << 32 | UInt64(second)) & (1 << 53 - 1)
    }
  }
}

extension MersenneTwister {
  /// The next double as NumPy draws it, as the 53-bit integer `U * 2^53`.
  mutating func next53() -> UInt64 { next53(style: .numpy) }

  /// The next double as the integer `U * 2^53`.
  mutating func next53(style: DoubleStyle) -> UInt64 {
    let first = next()
    return style.joined(first, next())
  }

  /// A mask of 53-bit doubles, two words an element.
  mutating func mask53(count: Int, style: DoubleStyle, test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      let filled = writer.filled
      withWords { words in
        // Each call is compiled for its style.
        switch style {
        case .numpy: Doubles(words, style: .numpy, limit: test.limit).write(to: &writer)
        case .torch: Doubles(words, style: .torch, limit: test.limit).write(to: &writer)
        }
      }
      if writer.filled == filled {
        writer.append(next53(style: style) < test.limit ? 1 : 0, size: 1)
      }
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// Uniforms of 24 bits, a word each: its low ones, as `torch.rand` takes them.
  mutating func fill24(_ uniforms: UnsafeMutablePointer<Double>, count: Int) {
    var filled = 0
    while filled < count {
      withWords { words in
        let size = min(words.count, count - filled)
        for index in 0..<size {
          let bits = Self.tempered(words[index]) & 0xff_ffff
          uniforms[filled + index] = Double(Int32(truncatingIfNeeded: bits)) * 0x1p-24
        }
        filled += size
        return size
      }
    }
  }

  /// A mask of 24-bit floats, one word an element: its low 24 bits, as `torch.rand` takes them.
  mutating func mask24(count: Int, test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      let filled = writer.filled
      withWords { Self.write24($0, limit: UInt32(test.limit), to: &writer) }
      if writer.filled == filled {
        writer.append(UInt64(next() & 0xff_ffff) < test.limit ? 1 : 0, size: 1)
      }
    }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// Appends whether floats are below the limit, eight at a time.
  ///
  /// - Returns: how many words it used.
  private static func write24(
    _ words: UnsafeBufferPointer<UInt32>, limit: UInt32, to writer: inout MaskWriter
  ) -> Int {
    guard let base = words.baseAddress else { return 0 }
    var used = 0
    while writer.left >= 32, words.count - used >= 32 {
      var bits = SignBits()
      for place: UInt32 in 0..<4 {
        let drawn = tempered(vector(base + used + 8 * Int(place)))
        bits.add((drawn & 0xff_ffff) &- limit, place: place)
      }
      writer.append(bits.word, size: 32)
      used += 32
    }
    while writer.left >= 8, words.count - used >= 8 {
      var bits = SignBits()
      bits.add((tempered(vector(base + used)) & 0xff_ffff) &- limit, place: 0)
      writer.append(bits.word, size: 8)
      used += 8
    }
    return used
  }

  /// The output function of eight words.
  @inline(__always)
  static func tempered(_ words: SIMD8<UInt32>) -> SIMD8<UInt32> {
    var y = words
    y ^= y &>> 11
    y ^= y &<< 7 & 0x9d2c_5680
    y ^= y &<< 15 & 0xefc6_0000
    return y ^ y &>> 18
  }
}

/// Doubles in untempered words, to be compared with one limit.
///
/// The high words alone nearly always decide: only those are tempered, and where one ties with the
/// limit's high part (once in 2^21 doubles of PyTorch's, 2^27 of NumPy's), all are looked at again.
private struct Doubles {
  private let words: UnsafeBufferPointer<UInt32>
  private let style: DoubleStyle
  private let limit: UInt64

  @inline(__always)
  init(_ words: UnsafeBufferPointer<UInt32>, style: DoubleStyle, limit: UInt64) {
    self.words = words
    self.style = style
    self.limit = limit
  }

  /// Appends whether doubles are below the limit, eight at a time.
  ///
  /// - Returns: how many words it used.
  @inline(__always)
  func write(to writer: inout MaskWriter) -> Int {
    guard let base = words.baseAddress else { return 0 }
    let start = writer.filled
    let high = UInt32(limit >> (style == .numpy ? 26 : 32))
    var ties = SIMD8<UInt32>.zero
    var used = 0
    while writer.left >= 32, words.count - used >= 64 {
      var bits = SignBits()
      for place: UInt32 in 0..<4 {
        add(base + used + 16 * Int(place), high, to: &bits, at: place, &ties)
      }
      writer.append(bits.word, size: 32)
      used += 64
    }
    while writer.left >= 8, words.count - used >= 16 {
      var bits = SignBits()
      add(base + used, high, to: &bits, at: 0, &ties)
      writer.append(bits.word, size: 8)
      used += 16
    }
    if ties.anySign { settle(used: used, start: start, in: &writer) }
    return used
  }

  @inline(__always)
  private func add(
    _ pointer: UnsafePointer<UInt32>, _ limit: UInt32, to bits: inout SignBits, at place: UInt32,
    _ ties: inout SIMD8<UInt32>
  ) {
    let pairs = UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<UInt64>.self)
    let words = MersenneTwister.tempered(SIMD8<UInt32>(truncatingIfNeeded: pairs))
    let difference = (style == .numpy ? words &>> 5 : words & 0x1f_ffff) &- limit
    bits.add(difference, place: place)
    // Only between 0 and -1 does the sign change.
    ties |= difference ^ (difference &- 1)
  }

  /// Compares all of each double and sets the bits of those that the high words left undecided.
  @inline(never)
  private func settle(used: Int, start: Int, in writer: inout MaskWriter) {
    for index in 0..<used / 2 {
      let first = MersenneTwister.tempered(words[2 * index])
      let second = MersenneTwister.tempered(words[2 * index + 1])
      if style.joined(first, second) < limit { writer.set(start + index) }
    }
  }
}
