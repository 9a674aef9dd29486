/// How two words of MT19937 become the 53-bit integer of a double (dialects.md 2.1).
enum DoubleStyle: Sendable {
  /// The upper 27 bits of the first word, then the upper 26 of the second.
  case numpy
  /// The first word is the high half of 64 bits, of which the low 53 count.
  case torch
}

extension MersenneTwister {
  /// The next double as NumPy draws it, as the 53-bit integer `U * 2^53`.
  mutating func next53() -> UInt64 { next53(style: .numpy) }

  /// The next double as the integer `U * 2^53`.
  mutating func next53(style: DoubleStyle) -> UInt64 {
    let first = UInt64(next())
    let second = UInt64(next())
    return switch style {
    case .numpy: (first >> 5) << 26 | second >> 6
    case .torch: (first << 32 | second) & (1 << 53 - 1)
    }
  }

  /// A mask of 53-bit doubles, two words an element.
  mutating func mask53(count: Int, style: DoubleStyle, test: KeepTest) -> Mask {
    Mask(count: count, test: test) { next53(style: style) }
  }

  /// A mask of 24-bit floats, one word an element: its low 24 bits, as `torch.rand` takes them.
  mutating func mask24(count: Int, test: KeepTest) -> Mask {
    Mask(count: count, test: test) { UInt64(next() & 0xff_ffff) }
  }
}
