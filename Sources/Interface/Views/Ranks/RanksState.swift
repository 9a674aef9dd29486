/// What the ranks view keeps: which pair is selected, and what the strips show.
struct RanksState: ViewState {
  /// The rank that others are held against.
  private(set) var row = 0
  private(set) var column = 1
  /// Where the selected pair was never moved, its row is the lane that the other views show.
  private(set) var wasMoved = false
  var strips = Strips.both

  /// What the strips show: both where there is room for both.
  enum Strips: CaseIterable {
    case both, difference, mask

    /// The next one; side by side is none where there is no room for it, and shows the mask alone.
    func next(hasRoom: Bool) -> Strips {
      switch self {
      case .both: .difference
      case .difference: .mask
      case .mask: hasRoom ? .both : .difference
      }
    }
  }

  /// The pair among so many lanes; two of them, where there are two.
  func pair(lanes: Int, reference: Int) -> (row: Int, column: Int) {
    let row = min(max(0, wasMoved ? row : reference), max(0, lanes - 1))
    var column = min(max(0, column), max(0, lanes - 1))
    if column == row { column = row == 0 ? min(1, max(0, lanes - 1)) : row - 1 }
    return (row, column)
  }

  /// Selects a pair; one of a rank with itself is none.
  mutating func select(row: Int, column: Int) {
    guard row != column else { return }
    (self.row, self.column, wasMoved) = (row, column, true)
  }

  /// Moves to another pair, over the diagonal, and stops at the edges.
  mutating func move(down: Int, across: Int, lanes: Int, reference: Int) {
    var (row, column) = pair(lanes: lanes, reference: reference)
    let before = (row, column)
    if down != 0 || across != 0 {
      repeat {
        row += down
        column += across
      } while row == column
    }
    if !(0..<lanes).contains(row) || !(0..<lanes).contains(column) { (row, column) = before }
    (self.row, self.column) = (row, column)
    wasMoved = true
  }
}
