/// Where the panels of the units view stand: a pure function of the size. On smaller screens the
/// distance from call to call goes first, then the neighbours, then the histogram; units and the one
/// that is selected stay longest.
struct UnitsLayout: Equatable {
  var units: Rect?
  var binomial: Rect?
  var lags: Rect?
  var changes: Rect?
  var inspector: Rect?

  /// Every line of the inspector has room.
  private static let inspectorWidth = 35
  private static let inspectorHeight = 11
  /// Two columns a bin and the borders.
  private static let leastBinomial = 34
  /// Columns of the three that stand side by side.
  private static let leastThree = 110
  /// Legend and borders under eight rows of units.
  private static let unitsHeight = 13

  init(_ size: Size, isWhole: Bool, time: Int? = nil) {
    guard let body = ScreenFrame(size, time: time)?.body else { return }
    if isWhole {
      inspector = body
    } else if body.width >= Self.leastThree, body.height >= 2 * Self.unitsHeight {
      placeThree(body)
    } else if body.width >= Self.leastThree {
      placeRow(body)
    } else if body.width >= 72 {
      placeTwo(body)
    } else {
      placeOne(body)
    }
  }

  /// Every panel there is.
  var all: [Rect] { [units, binomial, lags, changes, inspector].compactMap(\.self) }

  private mutating func placeThree(_ body: Rect) {
    let side = max(Self.inspectorWidth, min(64, body.width * 7 / 24))
    let width = max(Self.leastBinomial, (body.width - side) * 2 / 5)
    let columns = body.columns([.share(1), .exactly(width), .exactly(side)])
    let upper = body.height >= 40 ? body.height * 9 / 20 : Self.unitsHeight
    let heights: [Extent] = [.exactly(upper), .share(1)]
    let (left, middle) = (columns[0].rows(heights), columns[1].rows(heights))
    (units, lags) = (left[0], left[1])
    (binomial, changes) = (middle[0], middle[1])
    inspector = columns[2]
  }

  /// A wide and low screen: no second row.
  private mutating func placeRow(_ body: Rect) {
    let middle = max(Self.leastBinomial, (body.width - Self.inspectorWidth) * 2 / 5)
    let columns = body.columns([.share(1), .exactly(middle), .exactly(Self.inspectorWidth)])
    (units, inspector) = (columns[0], columns[2])
    binomial = columns[1]
  }

  private mutating func placeTwo(_ body: Rect) {
    let columns = body.columns([.share(1), .exactly(Self.inspectorWidth)])
    inspector = columns[1]
    let left = columns[0]
    switch left.height {
    case ..<24: units = left
    case ..<38:
      let rows = left.rows([.share(1), .exactly(11)])
      (units, binomial) = (rows[0], rows[1])
    default:
      let rows = left.rows([.share(1), .exactly(12), .exactly(15)])
      (units, binomial, lags) = (rows[0], rows[1], rows[2])
    }
  }

  private mutating func placeOne(_ body: Rect) {
    guard body.height >= 12 + Self.inspectorHeight else {
      units = body
      return
    }
    let rows = body.rows([.exactly(max(12, body.height / 3)), .share(1)])
    (units, inspector) = (rows[0], rows[1])
  }
}
