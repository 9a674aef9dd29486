/// Where the panels of the findings view stand: a pure function of the size.
struct FindingsLayout: Equatable {
  var status: Rect?
  var tabs: Rect?
  var list: Rect?
  /// The selected finding; where it has no room it unfolds in the list.
  var detail: Rect?
  var time: Rect?
  var caption: Rect?
  var footer: Rect?

  /// - Parameter hasItems: whether there is anything to tell in full.
  init(_ size: Size, hasItems: Bool) {
    guard ScreenFrame.fits(size) else { return }
    let isTall = size.height >= 24
    let time = size.height >= 34 ? 5 : size.height >= 15 ? 3 : 0
    let line = Extent.exactly(isTall ? 1 : 0)
    let rows = Rect(x: 0, y: 0, width: size.width, height: size.height).rows(
      [.exactly(1), line, .share(1), .exactly(time), line, .exactly(1)])
    (status, footer) = (rows[0], rows[5])
    if isTall { (tabs, caption) = (rows[1], rows[4]) }
    if time > 0 { self.time = rows[3] }
    let body = rows[2]
    guard hasItems, body.width >= 110, body.height >= 24 else {
      list = body
      return
    }
    let width = min(72, max(50, body.width * 5 / 12))
    let columns = body.columns([.exactly(width), .share(1)])
    (list, detail) = (columns[0], columns[1])
  }

  /// Lines in a box.
  static func height(in rect: Rect) -> Int { max(0, rect.height - 2) }

  /// Every rectangle there is.
  var all: [Rect] { [status, tabs, list, detail, time, caption, footer].compactMap { $0 } }
}
