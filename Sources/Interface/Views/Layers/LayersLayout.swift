/// Where the panels of the layers view stand: a pure function of the size and of what the table
/// needs.
struct LayersLayout: Equatable {
  /// What it shares with the other views; nil on a screen that is too small.
  let frame: ScreenFrame?
  var table: Rect?
  var map: Rect?
  var masks: Rect?

  /// The border between table and side panels, where there are both.
  var divider: Divider?
  private(set) var (side, top, rows) = (0, 0, 0)

  /// What the side panels are called where their extent is kept.
  static let panel = "layers.side"
  /// Columns of map and masks, at the least, and of the table where its border was dragged.
  private static let leastSide = 23
  private static let leastTable = 36

  /// - Parameters:
  ///   - table: columns that the table takes, without what only large terminals show, and with it.
  ///   - map: what the map takes; nil where the names make none.
  ///   - side: columns of the side panels where a person has dragged their border.
  init(
    _ size: Size, table wanted: (least: Int, most: Int), map: Size?, side: Int? = nil,
    time: Int? = nil
  ) {
    frame = ScreenFrame(size, time: time)
    if let body = frame?.body { place(body, table: wanted, map: map, side) }
  }

  private mutating func place(
    _ body: Rect, table wanted: (least: Int, most: Int), map: Size?, _ dragged: Int?
  ) {
    let room = body.width - wanted.least
    guard room >= LayersLayout.leastSide, body.height >= 12 else {
      table = body
      return
    }
    // The least, until the table has all of its columns; then all that is left over.
    let natural = max(LayersLayout.leastSide, body.width - max(wanted.least, wanted.most))
    let extents =
      LayersLayout.leastSide...max(LayersLayout.leastSide, body.width - LayersLayout.leastTable)
    side = dragged.map { min(max($0, extents.lowerBound), extents.upperBound) } ?? natural
    (top, rows) = (body.y, body.height)
    divider = Divider(
      panel: LayersLayout.panel, isUpright: true, edge: body.maxX, isLeading: false,
      extents: extents)
    let columns = body.columns([.share(1), .exactly(side)])
    table = columns[0]
    let most = max(8, body.height * 3 / 5)
    let height = map.map { $0.width <= side ? min($0.height, most) : 0 } ?? 0
    let parts = columns[1].rows([.exactly(height), .share(1)])
    if height > 0 { self.map = parts[0] }
    masks = parts[1]
  }

  /// Every panel there is.
  var all: [Rect] { [table, map, masks].compactMap(\.self) }
}
