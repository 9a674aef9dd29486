/// What the views have in common of a screen: where status, tabs, the view's body, time, caption and
/// footer stand. Small screens go without tabs and caption, and smaller ones without time.
struct ScreenFrame: Equatable {
  /// The smallest screen that shows anything.
  static let least = Size(width: 40, height: 10)

  let status: Rect
  let tabs: Rect?
  /// What is left to the view.
  let body: Rect
  let time: Rect?
  /// The upper border of time, where there is one.
  let divider: Divider?
  let caption: Rect?
  let footer: Rect

  /// What the time panel is called where its rows are kept.
  static let panel = "time"
  private static let leastTime = 3
  /// Rows that are left to the view where the border of time is dragged.
  private static let leastBody = 8

  /// - Parameter dragged: rows of the time panel where a person has said so.
  /// - Returns: nil for a screen that is too small.
  init?(_ size: Size, time dragged: Int? = nil) {
    guard ScreenFrame.fits(size) else { return nil }
    let isTall = size.height >= 24
    let natural = size.height >= 56 ? 10 : size.height >= 26 ? 5 : size.height >= 15 ? 3 : 0
    let room = size.height - (isTall ? 4 : 2) - ScreenFrame.leastBody
    let extents = ScreenFrame.leastTime...max(ScreenFrame.leastTime, room)
    let wanted = dragged.map { min(max($0, extents.lowerBound), extents.upperBound) }
    let time = natural > 0 ? wanted ?? natural : 0
    let line = Extent.exactly(isTall ? 1 : 0)
    let rows = Rect(x: 0, y: 0, width: size.width, height: size.height).rows(
      [.exactly(1), line, .share(1), .exactly(time), line, .exactly(1)])
    status = rows[0]
    tabs = isTall ? rows[1] : nil
    body = rows[2]
    self.time = time > 0 ? rows[3] : nil
    caption = isTall ? rows[4] : nil
    footer = rows[5]
    divider = self.time.map { rect in
      Divider(
        panel: ScreenFrame.panel, isUpright: false, edge: rect.maxY, isLeading: false,
        extents: extents)
    }
  }

  /// Of the screen as it is.
  init?(_ state: ScreenState) {
    self.init(state.size, time: state.extent(ScreenFrame.panel))
  }

  static func fits(_ size: Size) -> Bool {
    size.width >= least.width && size.height >= least.height
  }
}
