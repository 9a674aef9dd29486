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

  /// For each character: the digit with its four bits in reverse order, or `notADigit`.
  private static let mirrorOfDigit: [UInt8] = (0...255).map { (character: UInt8) in
    guard character < 128, let value = Character(Unicode.Scalar(character)).hexDigitValue
    else { return notADigit }
    return mirrorImage(of: UInt8(value), bits: 4)
  }

  private static func mirrorImage(of value: UInt8, bits: UInt8) -> UInt8 {
    var mirror: UInt8 = 0
    for bit in 0..<bits where value >> bit & 1 == 1 {
      mirror |= 1 << (bits - 1 - bit)
    }
    return mirror
  }

  private static let notADigit: UInt8 = 0xFF

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
    let count = (digits.count + 15) / 16
    // Only `notADigit` has bits above the lower four.
    var seen: UInt8 = 0
    let words = [UInt64](unsafeUninitializedCapacity: count) { words, written in
      digits.withUnsafeBufferPointer { digits in
        mirrorOfDigit.withUnsafeBufferPointer { table in
          for index in 0..<count {
            let start = index * 16
            var word: UInt64 = 0
            for offset in 0..<min(16, digits.count - start) {
              let nibble = table[Int(digits[start + offset])]
              seen |= nibble
              word |= UInt64(nibble & 15) << UInt64(offset * 4)
            }
            words[index] = word
          }
        }
      }
      written = count
    }
    return seen > 15 ? nil : words
  }
}
