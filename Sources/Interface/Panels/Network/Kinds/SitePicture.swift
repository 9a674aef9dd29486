import DropoutEngine

/// What a site's units are drawn as: its kind says what is dropped together.
enum SitePicture: Equatable, Sendable {
  /// A block a unit.
  case units
  /// A tile a channel: so many, each a map.
  case channels(Int, map: Size)
  /// A tile a head: so many, queries down, keys across.
  case heads(Int, weights: Size)
  /// A block that hangs under a line.
  case path

  /// Nothing that a log says of itself is trusted: a shape that does not fit the kind is drawn as
  /// units.
  init(_ site: SiteCall, kind name: String?) {
    self = .units
    guard let shape = site.shape, shape.allSatisfy({ 1...1 << 20 ~= $0 }), shape.count <= 6,
      elementCount(shape) <= 1 << 26
    else { return }
    switch name.flatMap(DropoutKinds.named) {
    case is ChannelDropout, is FeatureAlphaDropout:
      guard shape.count >= 3 else { return }
      let rows = elementCount(Array(shape[2..<shape.count - 1]))
      self = .channels(shape[1], map: Size(width: shape[shape.count - 1], height: rows))
    case let kind as AttentionDropout:
      guard shape.count == 4, !kind.isShared else { return }
      self = .heads(shape[1], weights: Size(width: shape[3], height: shape[2]))
    case let kind as DropPath:
      guard shape.count >= 2, !kind.isByBatch else { return }
      self = .path
    default: break
    }
  }

  /// Tiles, and cells of one, where there are some.
  var tiles: Tiles? {
    switch self {
    case .channels(let count, let map):
      Tiles(count: count, cells: Size(width: map.width, height: (map.height + 1) / 2))
    case .heads(let count, let weights): Tiles(count: count, cells: weights)
    case .units, .path: nil
    }
  }
}

extension Scene {
  /// What a site of the call on screen is drawn as.
  func picture(_ site: SiteCall) -> SitePicture {
    showsWholeTensor ? .units : SitePicture(site, kind: arrival.header.site(site.name)?.kind)
  }
}

/// Tiles of one size, and how they are laid out in rows.
struct Tiles: Equatable, Sendable {
  var count: Int
  /// Of a tile at its full size.
  var cells: Size

  /// A tile shrunk to one part in `shrink`, at least one cell.
  func size(_ shrink: Int) -> Size {
    Size(
      width: max(1, (cells.width + shrink - 1) / shrink),
      height: max(1, (cells.height + shrink - 1) / shrink))
  }

  /// Columns that a box with so many rows needs for all of them.
  func width(rows: Int, shrink: Int) -> Int {
    let size = size(shrink)
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
  /// How many of a map's columns and rows are one.
  var shrink: Int
  var tile: Size
  /// Tiles side by side.
  var columns: Int
  private let area: Rect
  /// Rows between tiles.
  let gap: Int
  /// Tiles that are shown; others have no room.
  let count: Int

  init?(_ tiles: Tiles, in area: Rect) {
    guard !area.isEmpty, tiles.count > 0 else { return nil }
    var shrink = 1
    while true {
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
        self.area = area
        return
      }
      shrink *= 2
    }
  }

  /// The cells of tile `index`.
  func rect(_ index: Int) -> Rect {
    let (row, column) = index.quotientAndRemainder(dividingBy: max(1, columns))
    let left = area.x + max(0, area.width - columns * (tile.width + 1) + 1) / 2
    return Rect(
      x: left + column * (tile.width + 1), y: area.y + row * (tile.height + gap),
      width: tile.width, height: tile.height)
  }
}
