import DropoutEngine

/// A mask as a grid of characters: samples down, units across.
///
/// A grid that would be wider or higher than there is room folds neighbours into one character,
/// whose shade is the share of them that is set. A single row that is too wide goes on below.
struct MaskGrid {
  /// Rows of characters at most.
  static let rowLimit = 32

  private let mask: Mask
  private let rows: Int
  private let columns: Int
  /// How many rows and columns of the mask one character stands for.
  private let fold: (rows: Int, columns: Int)

  init(_ mask: Mask, shape: [Int], width: Int) {
    self.mask = mask
    var columns = max(shape.last ?? 1, 1)
    let isSingleRow = mask.count <= columns
    if isSingleRow { columns = min(columns, width) }
    self.columns = columns
    rows = (mask.count + columns - 1) / columns
    fold = (
      (rows + Self.rowLimit - 1) / Self.rowLimit, (columns + width - 1) / width
    )
  }

  /// What a character stands for, where that is more than one element: `each mark is 2 x 4`.
  var legend: String? {
    guard fold.rows > 1 || fold.columns > 1 else { return nil }
    return "each mark stands for \(fold.rows) x \(fold.columns) elements"
  }

  /// The rows of the grid.
  func lines(_ style: TextStyle) -> [String] {
    stride(from: 0, to: rows, by: max(fold.rows, 1)).map { row in
      var line = ""
      for column in stride(from: 0, to: columns, by: max(fold.columns, 1)) {
        if let glyph = glyph(row, column, style) { line.append(glyph) }
      }
      return line
    }
  }

  private func glyph(_ row: Int, _ column: Int, _ style: TextStyle) -> Character? {
    var count = 0
    var kept = 0
    for row in row..<min(row + fold.rows, rows) {
      let end = min(column + fold.columns, columns)
      for index in row * columns + column..<row * columns + end where index < mask.count {
        count += 1
        kept += mask[index] ? 1 : 0
      }
    }
    guard count > 0 else { return nil }
    return style.shade(kept, of: count)
  }
}
