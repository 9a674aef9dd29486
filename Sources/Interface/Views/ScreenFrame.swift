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
  let caption: Rect?
  let footer: Rect

  /// Nil for a screen that is too small.
  init?(_ size: Size) {
    guard ScreenFrame.fits(size) else { return nil }
    let isTall = size.height >= 24
    let time = size.height >= 56 ? 10 : size.height >= 26 ? 5 : size.height >= 15 ? 3 : 0
    let line = Extent.exactly(isTall ? 1 : 0)
    let rows = Rect(x: 0, y: 0, width: size.width, height: size.height).rows(
      [.exactly(1), line, .share(1), .exactly(time), line, .exactly(1)])
    status = rows[0]
    tabs = isTall ? rows[1] : nil
    body = rows[2]
    self.time = time > 0 ? rows[3] : nil
    caption = isTall ? rows[4] : nil
    footer = rows[5]
  }

  static func fits(_ size: Size) -> Bool {
    size.width >= least.width && size.height >= least.height
  }
}
