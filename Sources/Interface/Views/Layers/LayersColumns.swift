import DropoutEngine

/// Which columns the table of sites has at some width, and where they stand.
struct LayersColumns {
  enum Column: CaseIterable {
    case status, name, kind, shape, rate, kept, gauge, sigma, ratio, history, calls, place
  }

  /// The columns from left to right, each with its first cell and its width.
  private(set) var columns: [(column: Column, x: Int, width: Int)] = []

  /// Those that go first where there is too little room come first; status, name, p, kept and σ
  /// stay.
  private static let dispensable: [Column] = [
    .place, .calls, .history, .ratio, .shape, .kind, .gauge,
  ]
  private static let leastName = 10
  private static let mostName = 48
  private static let mostShape = 17

  /// How wide a column wants to be, and the gap to its left.
  private let widths: [Column: Int]

  /// - Parameter width: columns between the table's borders, one cell of air at each side.
  init(_ rows: [LayerRow], width: Int) {
    let widths = LayersColumns.widths(rows)
    self.widths = widths
    var shown = Column.allCases.filter { $0 != .calls && $0 != .place || widths[$0] != nil }
    for column in LayersColumns.dispensable where LayersColumns.total(shown, widths) > width {
      shown.removeAll { $0 == column }
    }
    // What is missing the name gives, and what is left over it takes as far as it needs.
    var x = 0
    let excess = LayersColumns.total(shown, widths) - width
    for column in shown {
      if column != shown.first { x += LayersColumns.gap(column) }
      var cells = widths[column] ?? 0
      if column == .name, excess > 0 { cells = max(LayersColumns.leastName, cells - excess) }
      columns.append((column, x, cells))
      x += cells
    }
  }

  /// How wide a table wants to be, with its border: without what only large terminals show, and
  /// with it.
  static func wanted(_ rows: [LayerRow]) -> (least: Int, most: Int) {
    let widths = widths(rows)
    let columns = Column.allCases.filter { $0 != .calls && $0 != .place }
    let all = Column.allCases.filter { widths[$0] != nil }
    return (total(columns, widths) + 4, total(all, widths) + 4)
  }

  private static func total(_ columns: [Column], _ widths: [Column: Int]) -> Int {
    columns.reduce(0) { $0 + (widths[$1] ?? 0) + ($1 == columns.first ? 0 : gap($1)) }
  }

  private static func gap(_ column: Column) -> Int {
    switch column {
    case .kept, .ratio, .calls, .place: 2
    default: 1
    }
  }

  private static func widths(_ rows: [LayerRow]) -> [Column: Int] {
    func longest(_ texts: [String?], _ least: Int, _ most: Int) -> Int {
      min(most, max(least, texts.compactMap { $0?.unicodeScalars.count }.max() ?? 0))
    }
    var widths: [Column: Int] = [
      .status: 1, .name: longest(rows.map(\.name), leastName, mostName),
      .kind: longest(rows.map { words(kind: $0.kind) }, 7, 13),
      .shape: longest(rows.map(\.shapeText), 5, mostShape),
      .rate: 4, .kept: 5, .gauge: SigmaGauge.narrow, .sigma: 7, .ratio: 5,
      .history: LayerRow.stretchCount,
    ]
    widths[.calls] = longest(rows.map(\.callsText), 6, 15)
    let places = rows.compactMap(\.place)
    if !places.isEmpty { widths[.place] = longest(places, 4, 24) }
    return widths
  }

  /// What a kind is called on screen: what is dropped.
  static func words(kind: String?) -> String {
    kind.map { DropoutKinds.named($0)?.word ?? $0 } ?? "–"
  }
}

extension LayerRow {
  /// `16×4×16×16`, and after it what is drawn where that is less.
  var shapeText: String {
    shape.map { $0.prefix(6).map(String.init).joined(separator: "×") } ?? "–"
  }

  /// The first and the last call in which it ran.
  var callsText: String {
    calls.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)…\($0.upperBound)"
    } ?? "never ran"
  }
}
