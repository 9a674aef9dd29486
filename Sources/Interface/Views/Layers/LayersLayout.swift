/// Where the panels of the layers view stand: a pure function of the size and of what the table
/// needs.
struct LayersLayout: Equatable {
  var status: Rect?
  var tabs: Rect?
  var table: Rect?
  var map: Rect?
  var masks: Rect?
  var time: Rect?
  var caption: Rect?
  var footer: Rect?

  /// Columns of map and masks, at the least.
  private static let side = 23

  /// - Parameters:
  ///   - table: columns that the table takes, without what only large terminals show, and with it.
  ///   - map: what the map takes; nil where the names make none.
  init(_ size: Size, table wanted: (least: Int, most: Int), map: Size?) {
    guard ScreenFrame.fits(size) else { return }
    let isTall = size.height >= 24
    let time = size.height >= 34 ? 5 : size.height >= 15 ? 3 : 0
    let line = Extent.exactly(isTall ? 1 : 0)
    let rows = Rect(x: 0, y: 0, width: size.width, height: size.height).rows(
      [.exactly(1), line, .share(1), .exactly(time), line, .exactly(1)])
    (status, footer) = (rows[0], rows[5])
    if isTall { (tabs, caption) = (rows[1], rows[4]) }
    if time > 0 { self.time = rows[3] }
    place(rows[2], table: wanted, map: map)
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

  /// Every rectangle there is.
  var all: [Rect] {
    [status, tabs, table, map, masks, time, caption, footer].compactMap { $0 }
  }
}
