import DropoutEngine

extension LineBuffer {
  /// Appends an integer in decimal.
  package mutating func append(_ value: Int) {
    write(atMost: DecimalDigits.longest) { DecimalDigits.store(value, in: $0, at: 0) }
  }

  /// Appends an unsigned integer in decimal, all 64 bits of it.
  mutating func append(_ value: UInt64) {
    write(atMost: DecimalDigits.longest) { DecimalDigits.store(value, in: $0, at: 0) }
  }

  /// Appends integers as a JSON array.
  mutating func append(_ values: [Int]) {
    append(UInt8(ascii: "["))
    append(values, between: UInt8(ascii: ","))
    append(UInt8(ascii: "]"))
  }

  /// Appends integers in decimal, with a character between.
  package mutating func append(_ values: [Int], between separator: UInt8) {
    if values.isEmpty { return }
    write(atMost: values.count * (DecimalDigits.longest + 1)) { target in
      var at = 0
      for value in values {
        at = DecimalDigits.store(value, in: target, at: at)
        target[at] = separator
        at += 1
      }
      return at - 1
    }
  }

  /// Appends the shortest decimal that reads back as `value`, or `null` for what JSON cannot hold.
  ///
  /// Whole numbers have no fraction: 2, not 2.0.
  package mutating func append(_ value: Double?) {
    guard let value, value.isFinite else { return append("null") }
    if let whole = Int(exactly: value), value.magnitude < 0x1p53, whole != 0 || value.sign == .plus
    {
      return append(whole)
    }
    var text = value.description
    text.withUTF8 { digits in
      let count = digits.suffix(2).elementsEqual(".0".utf8) ? digits.count - 2 : digits.count
      append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[..<count]))
    }
  }

  /// Appends text as a JSON string (RFC 8259, section 7).
  ///
  /// Besides what must be escaped, so are U+007F...U+009F, which a terminal may obey.
  mutating func append(quoting text: String) {
    var text = text
    append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        index += append(characterOf: bytes, at: index)
      }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends one byte of a string, escaped where it must be, or an escaped C1 control character.
  ///
  /// - Returns: how many bytes of the string that took.
  private mutating func append(characterOf bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int
  {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "\""): append(#"\""#)
    case UInt8(ascii: "\\"): append(#"\\"#)
    case UInt8(ascii: "\n"): append(#"\n"#)
    case UInt8(ascii: "\r"): append(#"\r"#)
    case UInt8(ascii: "\t"): append(#"\t"#)
    case 0..<0x20, 0x7F: append(escaping: byte)
    case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0:
      append(escaping: bytes[index + 1])
      return 2
    default: append(byte)
    }
    return 1
  }

  private mutating func append(escaping codePoint: UInt8) {
    append(#"\u00"#)
    append(HexDigits.digit(codePoint >> 4))
    append(HexDigits.digit(codePoint & 15))
  }

  /// Appends a mask as a JSON string of hex digits: C order, most significant bit first, padded
  /// with zeros to a byte.
  mutating func append(_ mask: Mask) {
    let bytes = (mask.count + 7) / 8
    append(UInt8(ascii: "\""))
    write(atMost: mask.words.count * 16) { target in
      HexDigits.store(mask.words, in: target)
      return bytes * 2
    }
    append(UInt8(ascii: "\""))
  }
}

// A key, as it stands with its quotes and colon, and its value.
extension LineBuffer {
  mutating func append(_ key: StaticString, _ text: String) {
    append(key)
    append(quoting: text)
  }

  mutating func append(_ key: StaticString, _ value: Double?) {
    append(key)
    append(value)
  }

  mutating func append(_ key: StaticString, _ value: Int) {
    append(key)
    append(value)
  }

  mutating func append(_ key: StaticString, _ value: UInt64) {
    append(key)
    append(value)
  }

  mutating func append(_ key: StaticString, _ flag: Bool) {
    append(key)
    append(flag ? "true" : "false")
  }

  mutating func append(_ key: StaticString, _ values: [Int]) {
    append(key)
    append(values)
  }

  mutating func append(_ key: StaticString, _ values: [Double]) {
    append(key)
    append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(value)
    }
    append(UInt8(ascii: "]"))
  }

  mutating func append(_ key: StaticString, _ mask: Mask) {
    append(key)
    append(mask)
  }
}
