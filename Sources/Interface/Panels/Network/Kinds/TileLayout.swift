import DropoutEngine

extension SitePicture {
  /// Tiles, and cells of one, where there are some.
  var tiles: Tiles? {
    if case .tiles(let picture) = self { picture.tiles } else { nil }
  }
}

extension TilePicture {
  /// Tiles, and cells of one at its full size.
  var tiles: Tiles {
    Tiles(
      count: count,
      cells: isMap ? Size(width: size.width, height: (size.height + 1) / 2) : size)
  }

}

extension Scene {
  /// What a site of the call on screen is drawn as.
  func picture(_ site: SiteCall) -> SitePicture {
    arrival.picture(site)
  }

  /// Whether a site's grid shows the whole tensor, not one sample.
  func isWhole(_ site: SiteCall) -> Bool { showsWholeTensor && picture(site) == .units }
}

/// Tiles of one size, and how they are laid out in rows.
struct Tiles: Equatable, Sendable {
  var count: Int
  /// Of a tile at its full size.
  var cells: Size

  /// A tile shrunk to one part in `shrink`, at least one cell.
  func size(_ shrink: Size) -> Size {
    Size(
      width: max(1, (cells.width + shrink.width - 1) / shrink.width),
      height: max(1, (cells.height + shrink.height - 1) / shrink.height))
  }

  /// Columns that a box with so many rows needs for all of them.
  func width(rows: Int, shrink: Int) -> Int {
    let size = size(Size(width: shrink, height: shrink))
    let down = max(1, Tiles.fitting(rows, size.height, gap: 0))
    return min(1 << 20, (count + down - 1) / down) * (size.width + 1) - 1
  }

  /// How many stand side by side in so much room.
  static func fitting(_ room: Int, _ size: Int, gap: Int) -> Int {
    max(0, room + gap) / max(1, size + gap)
  }
}

/// Where tiles stand in a rectangle: as large as they all fit, in rows as even as can be.
struct TileLayout: Equatable {
  /// How many of a tile's columns and rows are one.
  var shrink: Size
  var tile: Size
  /// Tiles side by side.
  var columns: Int
  private let area: Rect
  /// Rows between tiles.
  let gap: Int
  /// Tiles that are shown; others have no room.
  let count: Int
  /// Cells that an element takes side by side: two where there is room, since cells are narrow.
  var stretch = 1
  /// Whether a cell holds two elements, one above the other, each in half of it.
  var isPaired = false
  /// Columns at the right of each tile for what its rows come to.
  var edge = 0
  /// The row that is shown first.
  var firstRow = 0
  /// Where the mask of the columns stands above them.
  var header: Int?
  /// Where all decisions stand above the rows that are shown.
  var strip: UnitGrid?

  init?(_ tiles: Tiles, in area: Rect) {
    guard !area.isEmpty, tiles.count > 0 else { return nil }
    self.area = area
    guard tiles.count > 1 else {
      // A single one is no likeness: its sides shrink each as far as they have to.
      shrink = Size(
        width: (tiles.cells.width + area.width - 1) / area.width,
        height: (tiles.cells.height + area.height - 1) / area.height)
      tile = tiles.size(shrink)
      (columns, gap, count) = (1, 0, 1)
      return
    }
    var side = 1
    while true {
      let shrink = Size(width: side, height: side)
      let size = tiles.size(shrink)
      let across = Tiles.fitting(area.width, size.width, gap: 1)
      let down = [1, 0].map { Tiles.fitting(area.height, size.height, gap: $0) }
      let isLast = size.width == 1 && size.height == 1
      for (gap, rows) in zip([1, 0], down) where across * rows >= tiles.count || isLast && gap == 0
      {
        guard across > 0, rows > 0 else { return nil }
        let used = min(rows, (tiles.count + across - 1) / across)
        self.shrink = shrink
        tile = size
        columns = min(across, (tiles.count + used - 1) / used)
        self.gap = gap
        count = min(tiles.count, across * rows)
        return
      }
      side *= 2
    }
  }

  /// Rows that they take, with what stands above them.
  var height: Int {
    let rows = (count + max(1, columns) - 1) / max(1, columns)
    let above = strip.map { $0.rect.height + 1 } ?? (header == nil ? 0 : 1)
    return above + rows * tile.height + (rows - 1) * gap
  }

  /// The cells of tile `index`, without what stands at its right.
  func rect(_ index: Int) -> Rect {
    let (row, column) = index.quotientAndRemainder(dividingBy: max(1, columns))
    let left = area.x + max(0, area.width - columns * (tile.width + 1) + 1) / 2
    return Rect(
      x: left + column * (tile.width + 1), y: area.y + row * (tile.height + gap),
      width: max(1, tile.width - edge), height: tile.height)
  }
}
