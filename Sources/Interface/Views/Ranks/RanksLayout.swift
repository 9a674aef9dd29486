/// Where the panels of the ranks view stand: a pure function of the size and of how many ranks there
/// are. On small screens the verdict goes first, then the matrix; the strips stay.
struct RanksLayout: Equatable {
  /// What it shares with the other views; nil on a screen that is too small.
  let frame: ScreenFrame?
  var strips: Rect?
  var matrix: Rect?
  var verdict: Rect?

  /// Ranks that a matrix shows at once, at least; of more it shows as many as have room.
  private static let most = 16
  /// Columns of the matrix for each rank, and for its borders and the ranks' numbers.
  static let cell = 6
  static let margin = 10
  /// The verdict's sentences are read in so many columns.
  private static let leastVerdict = 50
  /// What a matrix says below it takes so many columns.
  private static let leastMatrix = 46

  /// - Parameter mask: rows of the selected site's mask.
  init(_ size: Size, lanes: Int, mask: Int, time: Int? = nil) {
    frame = ScreenFrame(size, time: time)
    guard let body = frame?.body else { return }
    guard lanes > 1 else {
      strips = body
      return
    }
    // Borders and a head above the strips; borders, a head and a foot around the matrix.
    let matrix = min(lanes, RanksLayout.most) + 4
    let lower = max(matrix, body.width >= RanksLayout.both ? 12 : 0)
    let least = 3 + lanes
    guard body.height >= least + matrix else {
      strips = body
      return
    }
    // As many rows as masks have, as far as the matrix leaves them.
    let rows = max(1, min((mask + 3) / 4, (body.height - lower - 3) / lanes))
    let height = max(least, min(body.height - lower, 3 + lanes * rows))
    let parts = body.rows([.exactly(height), .share(1)])
    strips = parts[0]
    guard body.width >= RanksLayout.both else {
      self.matrix = parts[1]
      return
    }
    let wanted = max(RanksLayout.leastMatrix, lanes * RanksLayout.cell + RanksLayout.margin)
    let width = min(max(wanted, body.width * 19 / 40), body.width - RanksLayout.leastVerdict)
    let columns = parts[1].columns([.exactly(width), .share(1)])
    (self.matrix, verdict) = (columns[0], columns[1])
  }

  /// From so many columns on matrix and verdict stand side by side.
  private static let both = leastMatrix + leastVerdict

  /// Every panel there is.
  var all: [Rect] { [strips, matrix, verdict].compactMap(\.self) }
}
