import DropoutEngine

/// What was kept where, on a plane of any size: the last axis across, all others down.
///
/// It is read off the mask, off the tiles of a log that has no mask, or, where nothing was drawn,
/// it is everything.
struct MaskDensity {
  let plane: Plane
  private let source: Source

  private enum Source {
    case everything
    case mask(Mask)
    case tiles(KeptTiles)
  }

  /// Nil where nothing is on record, or it does not fit the shape.
  init?(_ site: SiteCall) {
    // Tiles tell of the tensor's elements, a mask of its draws.
    let isTiled = if case .unrecorded(_, .some) = site.draw { true } else { false }
    guard let shape = isTiled ? site.shape : site.maskShape else { return nil }
    plane = Plane(shape)
    guard plane.count > 0 else { return nil }
    switch site.draw {
    case .nothing: source = .everything
    case .mask(let mask):
      guard mask.count == plane.count else { return nil }
      source = .mask(mask)
    case .unrecorded(_, let tiles):
      guard let tiles, 1...plane.rows ~= tiles.rows, 1...plane.columns ~= tiles.columns else {
        return nil
      }
      source = .tiles(tiles)
    }
  }

  /// The finest grid that it can be seen on.
  var finest: (rows: Int, columns: Int) {
    if case .tiles(let tiles) = source { return (tiles.rows, tiles.columns) }
    return (plane.rows, plane.columns)
  }

  /// All of it.
  var total: KeptCount? { cells(rows: 1, columns: 1).first }

  /// Kept and all elements of each cell of a grid, row-major; at most as fine as ``finest``.
  func cells(rows: Int, columns: Int) -> [KeptCount] {
    let finest = finest
    let (rows, columns) = (min(rows, finest.rows), min(columns, finest.columns))
    guard rows > 0, columns > 0 else { return [] }
    var cells: [KeptCount] = []
    cells.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let down = Self.part(row, of: rows, over: finest.rows)
      for column in 0..<columns {
        cells.append(count(down, Self.part(column, of: columns, over: finest.columns)))
      }
    }
    return cells
  }

  /// The cell of such a grid that holds an element.
  func cell(of element: Int, rows: Int, columns: Int) -> (row: Int, column: Int)? {
    guard element >= 0, element < plane.count, rows > 0, columns > 0 else { return nil }
    let (row, column) = element.quotientAndRemainder(dividingBy: plane.columns)
    // Through the finest grid, as the cells are made of its parts.
    let finest = finest
    let fine = (
      Self.index(of: row, in: finest.rows, over: plane.rows),
      Self.index(of: column, in: finest.columns, over: plane.columns)
    )
    return (
      Self.index(of: fine.0, in: rows, over: finest.rows),
      Self.index(of: fine.1, in: columns, over: finest.columns)
    )
  }

  private func count(_ rows: Range<Int>, _ columns: Range<Int>) -> KeptCount {
    switch source {
    case .everything:
      let all = rows.count * columns.count
      return KeptCount(kept: all, of: all)
    case .mask(let mask):
      let kept = rows.reduce(0) { sum, row in
        let start = row * plane.columns
        return sum + mask.kept(in: start + columns.lowerBound..<start + columns.upperBound)
      }
      return KeptCount(kept: kept, of: rows.count * columns.count)
    case .tiles(let tiles):
      var kept = 0
      for row in rows {
        for column in columns {
          // A count is as a log tells it: it may be larger than any sum can be.
          kept = kept.addingReportingOverflow(tiles.kept[row * tiles.columns + column]).partialValue
        }
      }
      let height = Self.elements(rows, of: tiles.rows, over: plane.rows)
      let width = Self.elements(columns, of: tiles.columns, over: plane.columns)
      return KeptCount(kept: max(0, min(kept, height * width)), of: height * width)
    }
  }

  /// Part `index` of `count` parts as even as can be, the first ones larger.
  private static func part(_ index: Int, of count: Int, over whole: Int) -> Range<Int> {
    start(index, of: count, over: whole)..<start(index + 1, of: count, over: whole)
  }

  private static func start(_ index: Int, of count: Int, over whole: Int) -> Int {
    let (least, larger) = whole.quotientAndRemainder(dividingBy: count)
    return least * index + min(index, larger)
  }

  /// The part that holds an element: the inverse of `part`.
  private static func index(of element: Int, in count: Int, over whole: Int) -> Int {
    let (least, larger) = whole.quotientAndRemainder(dividingBy: count)
    let inLarger = larger * (least + 1)
    if element < inLarger { return element / (least + 1) }
    return least == 0 ? count - 1 : larger + (element - inLarger) / least
  }

  /// Rows or columns of the plane that some parts of it hold.
  private static func elements(_ parts: Range<Int>, of count: Int, over whole: Int) -> Int {
    start(parts.upperBound, of: count, over: whole)
      - start(parts.lowerBound, of: count, over: whole)
  }
}
