/// What the layers view keeps: the order of its rows, which it shows, and how far it is scrolled.
struct LayersState: ViewState {
  var order = Order.run
  var showsOnlyOdd = false
  /// Only sites are shown whose name has this in it, in either case.
  var filter = ""
  /// Keys are letters of it.
  var isTyping = false
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
    let wanted = filter.lowercased()
    let rows = table.rows.filter { row in
      (!showsOnlyOdd || row.status == .odd)
        && (wanted.isEmpty || row.name.lowercased().contains(wanted))
    }
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
