/// The two hex digits of each byte with its bits in reverse order, and back.
///
/// A mask holds element 0 in the least significant bit; a log writes it in the most significant
/// one, as NumPy's `packbits` does.
enum HexDigits {
  /// For each byte: the digits of its mirror image, the first in the low half.
  private static let mirrored: [UInt16] = (0...255).map { (byte: UInt8) in
    let mirror = mirrorImage(of: byte, bits: 8)
    return UInt16(digit(mirror >> 4)) | UInt16(digit(mirror & 15)) << 8
  }

  private static func mirrorImage(of value: UInt8, bits: UInt8) -> UInt8 {
    var mirror: UInt8 = 0
    for bit in 0..<bits where value >> bit & 1 == 1 {
      mirror |= 1 << (bits - 1 - bit)
    }
    return mirror
  }

  /// The lower-case digit of 0...15.
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Stores 16 digits per word, element 0 first; `target` has room for them.
  static func store(_ words: [UInt64], in target: UnsafeMutableRawBufferPointer) {
    mirrored.withUnsafeBufferPointer { table in
      for (index, word) in words.enumerated() {
        var rest = word
        for byte in 0..<8 {
          let pair = table[Int(truncatingIfNeeded: rest & 0xFF)].littleEndian
          target.storeBytes(of: pair, toByteOffset: index * 16 + byte * 2, as: UInt16.self)
          rest >>= 8
        }
      }
    }
  }

  /// Packs digits into words, element 0 first in the least significant bit.
  ///
  /// - Returns: nil when one of `digits` is no hex digit. Bits beyond the digits are zero.
  static func words(_ digits: ArraySlice<UInt8>) -> [UInt64]? {
    var isHex = true
    let words = [UInt64](unsafeUninitializedCapacity: (digits.count + 15) / 16) { words, written in
      digits.withUnsafeBytes { digits in
        let whole = digits.count / 16
        for index in 0..<whole {
          let low = Eight(digits.loadUnaligned(fromByteOffset: index * 16, as: UInt64.self))
          let high = Eight(digits.loadUnaligned(fromByteOffset: index * 16 + 8, as: UInt64.self))
          isHex = isHex && low.areHex && high.areHex
          words[index] = low.packed | high.packed << 32
        }
        written = whole
        guard whole * 16 < digits.count else { return }
        var rest = SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
        for offset in 0..<digits.count - whole * 16 { rest[offset] = digits[whole * 16 + offset] }
        let halves = unsafeBitCast(rest, to: SIMD2<UInt64>.self)
        let (low, high) = (Eight(halves[0]), Eight(halves[1]))
        isHex = isHex && low.areHex && high.areHex
        words[whole] = low.packed | high.packed << 32
        written = whole + 1
      }
    }
    return isHex ? words : nil
  }

  /// Eight characters in a word, the first in its lowest byte, taken for hex digits all at once.
  private struct Eight {
    private let characters: UInt64
    /// The value of each, in a byte of its own.
    private let values: UInt64
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    init(_ loaded: UInt64) {
      characters = UInt64(littleEndian: loaded)
      values = (characters & (15 * Self.ones)) &+ (characters >> 6 & Self.ones) &* 9
    }

    /// Whether the values, written as digits, are the characters, but for the case of letters.
    var areHex: Bool {
      // 1 where a value is above 9; they go up to 24, so that nothing is carried.
      let letters = (values &+ 6 * Self.ones) >> 4 & Self.ones
      let written = values &+ 0x30 * Self.ones &+ letters &* 39
      let isCased = (characters & (0x60 * Self.ones)) | (characters & (0x40 * Self.ones)) >> 1
      return values & (0x10 * Self.ones) == 0 && written == characters | 0x20 * Self.ones
        && isCased & (0x20 * Self.ones) == 0x20 * Self.ones
    }

    /// The values in 32 bits, four each with the highest first.
    var packed: UInt64 {
      var bits = values
      bits = (bits & (3 * Self.ones)) << 2 | (bits >> 2 & (3 * Self.ones))
      bits = (bits & (5 * Self.ones)) << 1 | (bits >> 1 & (5 * Self.ones))
      bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
      bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
      return (bits | bits >> 16) & 0xFFFF_FFFF
    }
  }
}
