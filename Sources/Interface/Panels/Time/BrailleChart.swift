/// Lines over time in braille: two points a cell across, four dots a cell down.
struct BrailleChart {
  let width: Int
  let height: Int
  /// One array of dot patterns a line, row-major.
  private var dots: [[UInt8]]

  init(width: Int, height: Int, lines: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    dots = Array(
      repeating: Array(repeating: 0, count: self.width * self.height), count: lines)
  }

  /// Dots of a braille cell by row and column, as Unicode numbers them.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// The dot at a row and column of a cell.
  static func bit(row: Int, column: Int) -> UInt8 { bits[row][column] }

  /// Draws one line through values in 0...1, the last at the right of column `end`; nil breaks it.
  mutating func plot(_ values: [Double?], line: Int, from start: Int) {
    var previous: Int?
    for (index, value) in values.enumerated() {
      guard let value, value.isFinite, height > 0 else {
        previous = nil
        continue
      }
      let rows = height * 4 - 1
      let row = rows - Int((min(max(value, 0), 1) * Double(rows)).rounded())
      let from = previous.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
      for dot in min(from, row)...max(from, row) { set(line, start + index, dot) }
      previous = row
    }
  }

  private mutating func set(_ line: Int, _ x: Int, _ y: Int) {
    guard x >= 0, x / 2 < width, y >= 0, y / 4 < height else { return }
    dots[line][y / 4 * width + x / 2] |= BrailleChart.bits[y % 4][x % 2]
  }

  /// The glyph of a cell and the line whose colour it takes: the one with more dots there, the
  /// first among equals; nil where the cell is empty.
  func cell(_ x: Int, _ y: Int) -> (glyph: Unicode.Scalar, line: Int)? {
    let patterns = dots.map { $0[y * width + x] }
    let all = patterns.reduce(0, |)
    guard all != 0, let glyph = Unicode.Scalar(0x2800 + UInt32(all)) else { return nil }
    var line = 0
    for index in patterns.indices
    where patterns[index].nonzeroBitCount > patterns[line].nonzeroBitCount {
      line = index
    }
    return (glyph, line)
  }
}
