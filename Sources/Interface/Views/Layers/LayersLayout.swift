/// Where the panels of the layers view stand: a pure function of the size and of what the table
/// needs.
struct LayersLayout: Equatable {
  /// What it shares with the other views; nil on a screen that is too small.
  let frame: ScreenFrame?
  var table: Rect?
  var map: Rect?
  var masks: Rect?

  /// Columns of map and masks, at the least.
  private static let side = 23

  /// - Parameters:
  ///   - table: columns that the table takes, without what only large terminals show, and with it.
  ///   - map: what the map takes; nil where the names make none.
  init(_ size: Size, table wanted: (least: Int, most: Int), map: Size?) {
    frame = ScreenFrame(size)
    if let body = frame?.body { place(body, table: wanted, map: map) }
  }

  private mutating func place(_ body: Rect, table wanted: (least: Int, most: Int), map: Size?) {
    let room = body.width - wanted.least
    guard room >= LayersLayout.side, body.height >= 12 else {
      table = body
      return
    }
    // The least, until the table has all of its columns; then all that is left over.
    let side = max(LayersLayout.side, body.width - max(wanted.least, wanted.most))
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
