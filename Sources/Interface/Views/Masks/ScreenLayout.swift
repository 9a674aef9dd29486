/// Where the panels of the first view stand: a pure function of the terminal's size.
///
/// All rectangles lie inside the screen, hold at least one cell and share none. Smaller screens
/// have fewer panels; below ``ScreenLayout/least`` there are none.
package struct ScreenLayout: Equatable, Sendable {
  /// The smallest screen with panels.
  package static let least = Size(width: 40, height: 10)

  package var status: Rect?
  package var network: Rect?
  /// Before, masked, after.
  package var histograms: [Rect] = []
  package var strip: Rect?
  package var footer: Rect?

  /// - Parameter expanded: the one panel that takes the whole body.
  package init(_ size: Size, expanded: ScreenState.Panel? = nil) {
    guard size.width >= ScreenLayout.least.width, size.height >= ScreenLayout.least.height else {
      return
    }
    let width = size.width
    status = Rect(x: 0, y: 0, width: width, height: 1)
    footer = Rect(x: 0, y: size.height - 1, width: width, height: 1)
    // Air above and below the panels, where there is room for it.
    let air = size.height >= 38 ? 1 : 0
    let body = Rect(x: 0, y: 1 + air, width: width, height: size.height - 2 - 2 * air)
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
    network = body.top(heights.network)
    if heights.histograms > 0 {
      histograms = ScreenLayout.thirds(body.below(heights.network).top(heights.histograms))
    }
    if heights.strip > 0 { strip = body.below(heights.network + heights.histograms) }
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
    (0..<3).map { index in
      let start = row.width * index / 3
      let end = row.width * (index + 1) / 3
      return Rect(x: row.x + start, y: row.y, width: end - start, height: row.height)
    }
  }
}
