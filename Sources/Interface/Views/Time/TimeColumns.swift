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
