/// What the layers view keeps: the order of its rows, which it shows, and how far it is scrolled.
struct LayersState: ViewState {
  var order = Order.run
  var showsOnlyOdd = false
  /// The first row in sight.
  var top = 0

  enum Order: CaseIterable {
    case run, name, sigma

    var next: Order {
      let all = Order.allCases
      return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    var words: String {
      switch self {
      case .run: "in the order they run"
      case .name: "by name"
      case .sigma: "by |σ|, the largest first"
      }
    }
  }

  /// The rows of a table as they are to be shown.
  func arranged(_ table: LayerTable) -> [LayerRow] {
    let rows = showsOnlyOdd ? table.rows.filter { $0.status == .odd } : table.rows
    switch order {
    case .run: return rows
    case .name: return rows.sorted { $0.name < $1.name }
    case .sigma: return rows.sorted { abs($0.sigma ?? -1) > abs($1.sigma ?? -1) }
    }
  }

  /// The rows in sight, `height` of `count`, scrolled no further than keeps the selected one there.
  func window(selected: Int?, of count: Int, height: Int) -> Range<Int> {
    let height = max(0, min(height, count))
    var first = top
    if let selected { first = min(max(first, selected - height + 1), selected) }
    first = max(0, min(first, count - height))
    return first..<first + height
  }
}
