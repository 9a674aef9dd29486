import DropoutEngine

/// What the plots of the time view draw from: the calls of the time panel's columns.
struct TimeColumns {
  let scene: Scene
  let axis: CallAxis
  /// What is known of the session; nil while nothing was answered.
  let history: TimeHistory?
  let memory: TimeState
  /// What each column's calls come to; nil where none of them is known.
  let columns: [CallSum?]

  /// - Parameter width: of a panel, its borders included.
  init(_ scene: Scene, width: Int) {
    let state = scene.state
    self.scene = scene
    memory = state.memory[TimeState.self]
    let history = state.inquired.answer(to: TimeView.question(state))
    self.history = history
    let axis = CallAxis(state.timeSpan, width: width - 4)
    self.axis = axis
    var sums: [CallSum?] = []
    var last: (rows: Range<Int>, sum: CallSum?) = (0..<0, nil)
    for column in 0..<axis.width {
      let rows = history?.rows(of: axis.calls(in: column, of: axis.width)) ?? 0..<0
      if rows != last.rows { last = (rows, history.flatMap { TimeColumns.sum($0, rows) }) }
      sums.append(rows.isEmpty ? nil : last.sum)
    }
    columns = sums
  }

  private static func sum(_ history: TimeHistory, _ rows: Range<Int>) -> CallSum? {
    guard let first = rows.first else { return nil }
    var sum = history.rows[first]
    for row in rows.dropFirst() { sum += history.rows[row] }
    return sum
  }

  /// Dot columns to either side that a curve is the mean of, so that it can be followed by eye.
  private static let blur = 2

  /// How many calls a dot of a curve is the mean of.
  var callsPerDot: Int {
    (2 * Self.blur + 1) * max(1, (axis.count + 2 * axis.width - 1) / (2 * axis.width))
  }

  /// A number of each dot column, two a cell; nil where it is not known. Where dots are calls and
  /// there are enough of them, each is the mean of its neighbours.
  func smooth(_ value: (CallSum) -> Double?) -> [Double?] {
    let values = dots(value)
    guard axis.count >= axis.width else { return values }
    return values.indices.map { index in
      guard values[index] != nil else { return nil }
      let near = values[max(0, index - Self.blur)...min(values.count - 1, index + Self.blur)]
      let known = near.compactMap(\.self)
      return known.reduce(0, +) / Double(known.count)
    }
  }

  /// A number of each dot column, two a cell; nil where it is not known.
  func dots(_ value: (CallSum) -> Double?) -> [Double?] {
    guard let history else { return [] }
    let count = 2 * axis.width
    return (0..<count).map { dot in
      let rows = history.rows(of: axis.calls(in: dot, of: count))
      let known = rows.compactMap { value(history.rows[$0]) }
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// What is known of the call on screen, or of those that share its row.
  var here: CallSum? {
    guard let history else { return nil }
    let number = scene.call.number
    return history.rows(of: number...number).first.map { history.rows[$0] }
  }

  /// The axis of values: that of the histograms in view 1.
  var values: HistogramRange {
    let site = scene.site.flatMap { scene.state.axes[$0.name] }
    return site?.range ?? history?.range ?? HistogramRange(low: 0, high: 1)
  }

  /// A press on a plot seeks, as one on the time panel does.
  func touch(_ plot: Rect, _ canvas: inout Canvas) {
    let axis = axis
    canvas.touch(plot) { point in
      .call(axis.calls(in: min(point.x - plot.x, axis.width - 1), of: axis.width).upperBound)
    }
  }

  /// The line through all plots at the call on screen.
  func drawCursor(_ plot: Rect, _ canvas: inout Canvas) {
    guard axis.contains(scene.call.number) else { return }
    let inks = scene.inks
    let x = plot.x + axis.cell(scene.call.number)
    for y in plot.y..<plot.maxY {
      canvas[x, y] = Cell("┃", inks.accent)
      canvas[x, y].style.reverse = !inks.hasColor
    }
  }
}
