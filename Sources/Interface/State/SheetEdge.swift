/// What stands at the right edge of a sheet, a cell or a bar a row.
enum SheetEdge: Equatable, Sendable {
  /// What the row of attention weights sums to.
  case sums
  /// The standard deviation that dropped weights give a unit.
  case spreads

  /// Columns of it, and of the gap before it.
  var width: Int {
    switch self {
    case .sums: 1
    case .spreads: 7
    }
  }
}
