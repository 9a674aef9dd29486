/// Where the panels of the findings view stand: a pure function of the size.
struct FindingsLayout: Equatable {
  /// What it shares with the other views; nil on a screen that is too small.
  let frame: ScreenFrame?
  var list: Rect?
  /// The selected finding; where it has no room it unfolds in the list.
  var detail: Rect?
  /// The sites of all findings over the calls, on a large screen.
  var timelines: Rect?

  /// The border between the two.
  var divider: Divider?
  /// What the list is called where its extent is kept.
  static let panel = "findings.list"

  /// - Parameters:
  ///   - hasItems: whether there is anything to tell in full.
  ///   - findings: how many count.
  ///   - dragged: columns of the list where a person has dragged its border.
  init(_ size: Size, hasItems: Bool, findings: Int = 0, list dragged: Int? = nil, time: Int? = nil)
  {
    frame = ScreenFrame(size, time: time)
    guard let body = frame?.body else { return }
    guard hasItems, body.width >= 110, body.height >= 24 else {
      list = body
      return
    }
    let extents = 40...body.width - 50
    let natural = min(72, max(50, body.width * 5 / 12))
    let width = min(max(dragged ?? natural, extents.lowerBound), extents.upperBound)
    divider = Divider(
      panel: FindingsLayout.panel, isUpright: true, edge: body.x, isLeading: true,
      extents: extents)
    let columns = body.columns([.exactly(width), .share(1)])
    (list, detail) = (columns[0], columns[1])
    let height = 2 + min(findings, 4) * FindingTimelines.height
    // That of a single one is the time panel's.
    guard findings > 1, body.width >= 150, body.height >= 30 + height else { return }
    let rows = columns[1].rows([.share(1), .exactly(height)])
    (detail, timelines) = (rows[0], rows[1])
  }

  /// Lines in a box.
  static func height(in rect: Rect) -> Int { max(0, rect.height - 2) }

  /// Every panel there is.
  var all: [Rect] { [list, detail, timelines].compactMap(\.self) }
}
