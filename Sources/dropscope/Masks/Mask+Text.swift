import DropoutEngine

extension Mask {
  /// One 0 or 1 an element.
  func bits(_ range: Range<Int>) -> String {
    String(decoding: range.map { self[$0] ? UInt8(ascii: "1") : UInt8(ascii: "0") }, as: UTF8.self)
  }

  /// The form of session logs: packed, most significant bit first, zero-padded to a byte.
  var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = (count + 7) / 8
    return String(
      decoding: (0..<2 * bytes).map { index in
        let nibble = (0..<4).reduce(0) { value, bit in
          let element = 4 * index + bit
          return value << 1 | (element < count && self[element] ? 1 : 0)
        }
        return digits[nibble]
      }, as: UTF8.self)
  }

  /// A row of cells for each step of all axes but the last; an empty line after each matrix.
  func grid(_ shape: [Int]) -> String {
    let width = shape.last ?? 1
    guard count > 0 else { return "" }
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    var lines: [String] = []
    for start in stride(from: 0, to: count, by: width) {
      lines.append((start..<start + width).map { self[$0] ? "█" : "·" }.joined())
      if (start / width + 1) % rows == 0 { lines.append("") }
    }
    return lines.joined(separator: "\n")
  }
}
