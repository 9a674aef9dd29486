/// Where the panels of the compare view stand: two boxes for each way, train and eval, whether they
/// agree beside them, and below all what people write.
///
/// Small screens lose the table first, then the words at the right, then one of the two ways.
struct CompareLayout: Equatable {
  let frame: ScreenFrame?
  var rows: [Row] = []
  var table: Rect?

  /// The boxes of a way.
  struct Row: Equatable {
    /// 0 the upper way, 1 the lower.
    var index: Int
    var train: Rect
    var eval: Rect
    var agreement: Rect?
  }

  /// Rows of a box with three rows of plot.
  private static let leastBox = 7
  /// Heading, seven ways, a note and borders.
  private static let tableRows = 11
  private static let leastTable = 72

  /// - Parameter selected: the row that stays where there is room for one.
  init(_ size: Size, selected: Int, time: Int? = nil) {
    frame = ScreenFrame(size, time: time)
    guard let body = frame?.body else { return }
    let left = body.height - CompareLayout.tableRows
    let hasTable = body.width >= CompareLayout.leastTable && left >= 2 * CompareLayout.leastBox
    // Where there is plenty, the boxes have most of it.
    let spare = hasTable && left > 26 ? 2 : 0
    let parts = body.rows([
      .share(1), .exactly(hasTable ? CompareLayout.tableRows + spare : 0),
    ])
    if hasTable { table = parts[1] }
    let hasBoth = parts[0].height >= 2 * CompareLayout.leastBox
    let shown = hasBoth ? [0, 1] : [selected]
    let boxes = parts[0].rows(shown.map { _ in .share(1) })
    rows = zip(shown, boxes).map { CompareLayout.row($0, $1) }
  }

  private static func row(_ index: Int, _ rect: Rect) -> Row {
    let side = rect.width >= 160 ? 44 : rect.width >= 100 ? 28 : 0
    let parts = rect.columns([.share(1), .share(1), .exactly(side)])
    return Row(
      index: index, train: parts[0], eval: parts[1], agreement: side > 0 ? parts[2] : nil)
  }

  /// Every panel there is.
  var all: [Rect] {
    rows.flatMap { [$0.train, $0.eval, $0.agreement].compactMap(\.self) }
      + [table].compactMap(\.self)
  }
}
