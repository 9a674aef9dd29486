/// Where the panels of the first view stand: a pure function of the terminal's size.
///
/// All rectangles lie inside the screen, hold at least one cell and share none. Smaller screens
/// have fewer panels; below ``ScreenFrame/least`` there are none.
package struct ScreenLayout: Equatable, Sendable {
  package var status: Rect?
  package var network: Rect?
  /// Before, masked, after.
  package var histograms: [Rect] = []
  package var strip: Rect?
  package var footer: Rect?

  /// - Parameter expanded: the one panel that takes the whole body.
  package init(_ size: Size, expanded: ScreenState.Panel? = nil) {
    guard ScreenFrame.fits(size) else { return }
    // Air above and below the panels, where there is room for it.
    let air = Extent.exactly(size.height >= 38 ? 1 : 0)
    let rows = Rect(x: 0, y: 0, width: size.width, height: size.height).rows(
      [.exactly(1), air, .share(1), air, .exactly(1)])
    (status, footer) = (rows[0], rows[4])
    let body = rows[2]
    switch expanded {
    case .network: network = body
    case .histograms: histograms = ScreenLayout.thirds(body)
    case .strip: strip = body
    case nil: split(body)
    }
  }

  /// Every rectangle there is.
  package var all: [Rect] {
    [status, network, strip, footer].compactMap { $0 } + histograms
  }

  private mutating func split(_ body: Rect) {
    let heights = ScreenLayout.heights(body.height)
    let rows = body.rows(
      [.exactly(heights.network), .exactly(heights.histograms), .exactly(heights.strip)])
    network = rows[0]
    if heights.histograms > 0 { histograms = ScreenLayout.thirds(rows[1]) }
    if heights.strip > 0 { strip = rows[2] }
  }

  /// The masks get most of the body, then the histograms; the strip comes last and grows least.
  static func heights(_ body: Int) -> (network: Int, histograms: Int, strip: Int) {
    switch body {
    case ..<13: return (body, 0, 0)
    case ..<18:
      let histograms = max(6, body * 45 / 100)
      return (body - histograms, histograms, 0)
    default:
      let strip = min(18, max(5, body / 4))
      let histograms = max(6, min(32, (body - strip) / 2))
      return (body - strip - histograms, histograms, strip)
    }
  }

  private static func thirds(_ row: Rect) -> [Rect] {
    row.columns([.share(1), .share(1), .share(1)])
  }
}
