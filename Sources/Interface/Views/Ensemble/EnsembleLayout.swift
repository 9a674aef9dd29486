/// Where the panels of the ensemble view stand.
///
/// Small screens lose votes and input first, then the mean of K masks, then uncertainty, and last the
/// sub-networks: how outputs spread stays.
struct EnsembleLayout: Equatable {
  let frame: ScreenFrame?
  var input: Rect?
  var votes: Rect?
  var networks: Rect?
  var turns: Rect?
  var spread: Rect?
  var doubt: Rect?
  var curve: Rect?

  /// - Parameters:
  ///   - outputs: how many the network has.
  ///   - hasClasses: whether they are probabilities of classes.
  ///   - hasTurns: whether the input can be turned.
  init(_ size: Size, outputs: Int, hasClasses: Bool, hasTurns: Bool, time: Int? = nil) {
    frame = ScreenFrame(size, time: time)
    guard let body = frame?.body else { return }
    let hasSide = body.width >= 112 && body.height >= 20
    let hasRows = body.width >= 76
    let right = hasRows ? (body.width >= 160 ? 50 : body.width >= 112 ? 40 : 35) : body.width
    let left = hasSide ? (body.width >= 160 ? 24 : 20) : 0
    let parts = body.columns([.exactly(left), .share(1), .exactly(right)])
    if hasSide {
      let most = max(8, parts[0].height - 12)
      let rows = parts[0].rows([.exactly(min(left / 2 + 2, most)), .share(1)])
      (input, votes) = (rows[0], rows[1])
    }
    if hasRows { placeRows(parts[1], hasTurns: hasTurns && hasClasses) }
    placeRight(parts[2], outputs: outputs, hasClasses: hasClasses)
  }

  private mutating func placeRows(_ rect: Rect, hasTurns: Bool) {
    guard hasTurns, rect.width >= 112, rect.height >= 18 else {
      networks = rect
      return
    }
    let columns = rect.columns([.share(1), .exactly(60)])
    (networks, turns) = (columns[0], columns[1])
  }

  private mutating func placeRight(_ rect: Rect, outputs: Int, hasClasses: Bool) {
    guard hasClasses else {
      spread = rect
      return
    }
    // Outputs with axis, legend and borders.
    let wanted = outputs + 4
    let spare = rect.height - wanted
    let doubt = spare >= 8 ? 8 : spare >= 4 ? 4 : 0
    let curve = spare - doubt >= 9 ? spare - doubt : 0
    let parts = rect.rows([
      .share(1), .exactly(curve > 0 ? doubt : max(0, doubt)), .exactly(min(curve, 11)),
    ])
    spread = parts[0]
    if doubt > 0 { self.doubt = parts[1] }
    if curve > 0 { self.curve = parts[2] }
  }

  /// Every panel there is.
  var all: [Rect] {
    [input, votes, networks, turns, spread, doubt, curve].compactMap(\.self)
  }
}
