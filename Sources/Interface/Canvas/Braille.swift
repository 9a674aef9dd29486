/// Two dots across and four down in a cell.
enum Braille {
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The dot at a row and column of a cell, as Unicode numbers them.
  static func bit(row: Int, column: Int) -> UInt8 { bits[row][column] }

  static func glyph(_ pattern: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x2800 + UInt32(pattern)) ?? " "
  }
}
