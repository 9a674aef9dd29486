import DropoutEngine

/// The tiles of a mask that is not on record as a grid of characters, whose shades are the shares
/// kept.
struct TileGrid {
  private let tiles: KeptTiles
  /// How many rows and columns of the mask each row and column of tiles covers.
  private let heights: [Int]
  private let widths: [Int]
  /// How many rows and columns of tiles one character stands for.
  private let fold: (rows: Int, columns: Int)

  /// - Parameter shape: the tensor's: its last axis across, all others down.
  init(_ tiles: KeptTiles, shape: [Int], width: Int) {
    self.tiles = tiles
    heights = Self.parts(of: elementCount(shape.dropLast()), count: tiles.rows)
    widths = Self.parts(of: shape.last ?? 1, count: tiles.columns)
    fold = (
      max(1, (tiles.rows + MaskGrid.rowLimit - 1) / MaskGrid.rowLimit),
      max(1, (tiles.columns + width - 1) / max(width, 1))
    )
  }

  /// As even as can be, the first parts larger.
  private static func parts(of extent: Int, count: Int) -> [Int] {
    guard count > 0 else { return [] }
    let (part, rest) = extent.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { part + ($0 < rest ? 1 : 0) }
  }

  /// What a character stands for, where that is more than one element.
  var legend: String? {
    let rows = heights.prefix(fold.rows).reduce(0, +)
    let columns = widths.prefix(fold.columns).reduce(0, +)
    guard rows > 1 || columns > 1 else { return nil }
    return "each mark stands for about \(rows) x \(columns) elements"
  }

  /// The rows of the grid.
  func lines(_ style: TextStyle) -> [String] {
    stride(from: 0, to: tiles.rows, by: fold.rows).map { row in
      String(
        stride(from: 0, to: tiles.columns, by: fold.columns).map { column in
          mark(row, column, style)
        })
    }
  }

  private func mark(_ row: Int, _ column: Int, _ style: TextStyle) -> Character {
    var (kept, size) = (0, 0)
    for row in row..<min(row + fold.rows, tiles.rows) {
      for column in column..<min(column + fold.columns, tiles.columns) {
        // A log may claim more than there is.
        let cell = heights[row].multipliedReportingOverflow(by: widths[column]).0
        size += cell
        kept += min(tiles.kept[row * tiles.columns + column], cell)
      }
    }
    return style.shade(kept, of: size)
  }
}
