import DropoutEngine

/// A mask as a picture: samples down, units across, an element a cell as long as they fit, else the
/// share kept of some in steps.
struct MaskPicture {
  /// Cells of a picture at most.
  static let largest = (rows: 32, columns: 128)
  /// Pixels of a cell at most: small masks stay small.
  private static let cell = 10

  let rows: Int
  let columns: Int
  /// How many rows and columns of the mask a cell stands for.
  let fold: (rows: Int, columns: Int)
  /// How many rows there are beyond those that are shown.
  let hidden: Int
  /// What is drawn in each step of ink, from all that is kept down.
  private let steps: [PathData]

  private static let inks: [StaticString] = ["k", "k k3", "k k2", "k k1"]

  /// - Parameters:
  ///   - shape: the shape of the draw; all axes but the last go down.
  ///   - most: how many rows are shown; the first ones, where each of them is an element high.
  init(_ mask: Mask, shape: [Int], rows most: Int = MaskPicture.largest.rows) {
    var columns = max(1, shape.last(where: { $0 > 1 }) ?? mask.count)
    if columns > mask.count || mask.count % columns != 0 { columns = max(1, mask.count) }
    let rows = mask.count / columns
    let wide = (columns + Self.largest.columns - 1) / Self.largest.columns
    // A batch is told by its first samples; what is wide is folded both ways, so that it keeps its form.
    let high = wide > 1 ? (rows + most - 1) / most : 1
    let shown = min(rows, most * high)
    fold = (max(1, high), max(1, wide))
    hidden = rows - shown
    self.rows = (shown + fold.rows - 1) / fold.rows
    self.columns = (columns + fold.columns - 1) / fold.columns
    var steps = Array(repeating: PathData(), count: 4)
    for row in 0..<self.rows {
      var run: (start: Int, step: Int)?
      for column in 0...self.columns {
        let step: Int? =
          column < self.columns
          ? Self.step(
            mask, rows: row * fold.rows..<min((row + 1) * fold.rows, shown),
            columns: column * fold.columns..<min((column + 1) * fold.columns, columns),
            width: columns) : nil
        if let now = run, now.step != step {
          steps[now.step].dash(now.start, row, column - now.start)
          run = nil
        }
        if run == nil, let step { run = (column, step) }
      }
    }
    self.steps = steps
  }

  /// Which ink a cell has: 0 for all kept, 3 for few; nil for none.
  private static func step(
    _ mask: Mask, rows: Range<Int>, columns: Range<Int>, width: Int
  ) -> Int? {
    var (kept, count) = (0, 0)
    for row in rows {
      for column in columns {
        count += 1
        kept += mask[row * width + column] ? 1 : 0
      }
    }
    guard kept > 0, count > 0 else { return nil }
    return kept == count ? 0 : 3 - min(2, 3 * kept / count)
  }

  /// The element, with what it shows as its title.
  func draw(into page: inout Markup, title: String) {
    page.element(
      "svg", .of("mask"), .words("viewBox", "0 0 \(columns) \(rows)"), .just("role", "img"),
      .words("style", "aspect-ratio:\(columns)/\(rows);max-width:\(columns * Self.cell)px"),
      .just("preserveAspectRatio", "none")
    ) { page in
      page.element("title", words: title)
      for (ink, path) in zip(Self.inks, steps) where !path.isEmpty {
        page.text(path: path, ink)
      }
    }
  }

  /// What a cell is, where that is no single element: `a cell is 4 x 8 elements`.
  var legend: String? {
    if fold.rows > 1 || fold.columns > 1 {
      return "a cell is \(fold.rows) × \(fold.columns) elements, fuller the more are kept"
    }
    return hidden > 0 ? "the first \(rows) of \(rows + hidden) rows" : nil
  }
}

extension Markup {
  /// A stroke of a mask.
  fileprivate mutating func text(path: PathData, _ ink: StaticString) {
    shape("path", .of(ink), .path(path))
  }
}
