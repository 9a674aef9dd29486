/// Where the plots of the time view stand, one below the other over the whole width. On low screens
/// learning goes first, then before; high ones have the norms of the layers, and the masked stage.
struct TimeLayout: Equatable {
  var before: Rect?
  var masked: Rect?
  var after: Rect?
  var learning: Rect?
  var norms: Rect?

  private static let least = 6

  /// Rows that the time panel takes of the body for its second lane, where it has but one.
  static func ratioRows(_ frame: ScreenFrame) -> Int {
    guard let time = frame.time, time.height == TimePanel.laneHeight else { return 0 }
    return frame.body.height >= 29 ? TimePanel.laneHeight : 0
  }

  /// - Parameters:
  ///   - learns: whether there is a loss to show.
  ///   - hasNorms: whether the sizes of weights are known.
  init(_ size: Size, learns: Bool, hasNorms: Bool, time: Int? = nil) {
    guard let frame = ScreenFrame(size, time: time) else { return }
    var body = frame.body
    body.height -= Self.ratioRows(frame)
    guard body.height >= 2 * Self.least else {
      after = body
      return
    }
    let hasLearning = learns && body.height >= 24
    let hasNorms = hasLearning && hasNorms && body.height >= 40
    let hasMasked = body.height >= (hasNorms ? 56 : hasLearning ? 46 : 36)
    // The stage that comes last has what is left over.
    let count = 2 + (hasLearning ? 1 : 0) + (hasNorms ? 1 : 0) + (hasMasked ? 1 : 0)
    let each = body.height / count
    let rows = body.rows([
      .exactly(each), .exactly(hasMasked ? each : 0), .share(1),
      .exactly(hasLearning ? each : 0), .exactly(hasNorms ? each : 0),
    ])
    (before, after) = (rows[0], rows[2])
    if hasMasked { masked = rows[1] }
    if hasLearning { learning = rows[3] }
    if hasNorms { norms = rows[4] }
  }

  /// Every panel there is.
  var all: [Rect] { [before, masked, after, learning, norms].compactMap(\.self) }
}
