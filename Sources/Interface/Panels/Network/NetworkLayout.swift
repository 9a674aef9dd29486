/// Where the network's boxes stand, input to output, with room for an arrow between.
///
/// A box is as wide as its units are, cells of the largest pitch at which all boxes fit; where not
/// all do, the output goes first, then the input, then the sites furthest from the selected one.
struct NetworkLayout: Equatable {
  var input: Rect?
  /// The boxes of the sites that are shown.
  var layers: [Box] = []
  var output: Rect?
  /// One unit in full, where there is room to spare.
  var unit: Rect?
  /// Sites that have no room, before the first and after the last shown.
  var hiddenBefore = 0
  var hiddenAfter = 0
  /// The cells between neighbouring boxes.
  var arrows: [Rect] = []
  /// The count of hidden sites, before and after the boxes.
  var markers: (before: Rect?, after: Rect?) = (nil, nil)

  /// A site's box.
  struct Box: Equatable {
    var index: Int
    var rect: Rect
  }

  /// Columns between two boxes.
  private static let gap = 1
  private static let marker = 3
  /// Columns of the box of one unit.
  private static let leastUnit = 46

  /// How much room each part takes.
  private struct Plan {
    /// Cells a unit: 3, 2 or 1.
    var pitch: Int
    var input: Int
    var output: Int
  }

  static func == (a: NetworkLayout, b: NetworkLayout) -> Bool {
    a.input == b.input && a.layers == b.layers && a.output == b.output && a.unit == b.unit
      && a.arrows == b.arrows && a.hiddenBefore == b.hiddenBefore && a.hiddenAfter == b.hiddenAfter
  }

  init(in area: Rect, _ shape: NetworkShape) {
    guard !area.isEmpty, area.width >= 4, area.height >= 3 else { return }
    let rows = LayerRows.unitRows(area.height)
    for plan in NetworkLayout.plans(shape, area) {
      let widths = shape.layers.map {
        NetworkLayout.width($0, pitch: plan.pitch, rows: rows, most: area.width)
      }
      guard let range = NetworkLayout.window(widths, plan, area.width, shape) else { continue }
      place(range, widths, plan, area, shape)
      return
    }
  }

  /// From the richest to the poorest.
  private static func plans(_ shape: NetworkShape, _ area: Rect) -> [Plan] {
    let inputs = self.inputs(shape, area.height)
    let outputs = self.outputs(shape)
    func plans(_ pitches: [Int], _ inputs: [Int], _ outputs: [Int]) -> [Plan] {
      pitches.flatMap { pitch in
        zip(inputs, outputs).map { Plan(pitch: pitch, input: $0, output: $1) }
      }
    }
    // Units with gaps between them are worth more than what stands beside them.
    return [[3, 2], [1]].flatMap { pitches in
      plans(pitches, inputs, outputs) + plans(pitches, inputs, [0, 0])
        + plans(pitches, [0, 0], [0, 0])
    }
  }

  /// Two widths, the wide one first; 0 where there is none.
  private static func inputs(_ shape: NetworkShape, _ height: Int) -> [Int] {
    if shape.hasRun { return [17, 17] }
    guard let picture = shape.picture else { return [0, 0] }
    // Two rows of words, one where there are few.
    let rows = height - (height >= 12 ? 4 : 3)
    let narrow = max(10, min(picture.width + 2, 22))
    let fits = picture.height <= rows && 2 * picture.width + 4 <= 36
    return [fits ? max(14, 2 * picture.width + 4) : narrow, narrow]
  }

  private static func outputs(_ shape: NetworkShape) -> [Int] {
    if shape.hasFindings { return [20, 20] }
    return shape.classes > 0 ? [19, max(13, min(shape.classes, 40) + 3)] : [0, 0]
  }

  /// The width of a box whose units take so many cells each.
  private static func width(
    _ layer: NetworkShape.Layer, pitch: Int, rows: Int, most: Int
  ) -> Int {
    if !layer.paths.isEmpty {
      let all = PathPanel.width(layer.paths.count)
      return min(all, max(PathPanel.width(1), pitch == 1 ? most : all))
    }
    let least = pitch == 3 ? 27 : 19
    if let tiles = layer.tiles {
      let wanted = tiles.width(rows: rows, shrink: pitch > 1 ? 1 : 2) + 4
      return max(least, pitch == 1 ? min(wanted, most) : wanted)
    }
    let units = min(layer.units, 1 << 20)
    let columns =
      layer.columns.flatMap { $0 > 0 && (units + $0 - 1) / $0 <= rows ? $0 : nil }
      ?? UnitGrid.fewestColumns(units, rows: rows)
    let wanted = pitch * columns + (pitch > 1 ? 3 : 4)
    // What no pitch makes room for is told by shares, in a box of a fixed width.
    return max(least, wanted <= most - 2 ? wanted : pitch == 1 ? min(51, most) : wanted)
  }

  /// As many sites around the selected one as fit, right before left: all, or at least two.
  private static func window(
    _ widths: [Int], _ plan: Plan, _ width: Int, _ shape: NetworkShape
  ) -> ClosedRange<Int>? {
    let ends = [plan.input, plan.output].filter { $0 > 0 }.map { $0 + gap }.reduce(0, +)
    let isLast = plan.input == 0 && plan.output == 0
    guard !widths.isEmpty else { return nil }
    func fits(_ range: ClosedRange<Int>) -> Bool {
      let boxes = range.reduce(0) { $0 + widths[$1] } + gap * (range.count - 1)
      let before = range.lowerBound > 0 ? marker : 0
      let after = range.upperBound < widths.count - 1 ? marker : 0
      return ends + boxes + before + after <= width
    }
    let start = max(0, min(shape.selected, widths.count - 1))
    var shown = start...start
    guard fits(shown) else { return isLast && plan.pitch == 1 ? shown : nil }
    while true {
      if shown.upperBound + 1 < widths.count, fits(shown.lowerBound...shown.upperBound + 1) {
        shown = shown.lowerBound...shown.upperBound + 1
      } else if shown.lowerBound > 0, fits(shown.lowerBound - 1...shown.upperBound) {
        shown = shown.lowerBound - 1...shown.upperBound
      } else {
        break
      }
    }
    let wanted = isLast && plan.pitch == 1 ? 1 : min(2, widths.count)
    return shown.count >= wanted ? shown : nil
  }

  private mutating func place(
    _ range: ClosedRange<Int>, _ wanted: [Int], _ plan: Plan, _ area: Rect, _ shape: NetworkShape
  ) {
    (hiddenBefore, hiddenAfter) = (range.lowerBound, wanted.count - 1 - range.upperBound)
    var widths = range.map { wanted[$0] }
    var (input, output) = (plan.input, plan.output)
    let boxes = widths.count + (input > 0 ? 1 : 0) + (output > 0 ? 1 : 0)
    let taken =
      widths.reduce(0, +) + input + output + NetworkLayout.gap * (boxes - 1)
      + (hiddenBefore > 0 ? NetworkLayout.marker : 0) + (hiddenAfter > 0 ? NetworkLayout.marker : 0)
    var left = area.width - taken
    var unit = 0
    if left > NetworkLayout.leastUnit, shape.picture != nil {
      unit = left - NetworkLayout.gap
      left = 0
    }
    // What is left over goes to the bars of the output, then to the selected site.
    let more = output > 0 ? max(0, min(left, 9)) : 0
    output += more
    left -= more
    if left != 0 {
      let heir = max(0, min(shape.selected - range.lowerBound, widths.count - 1))
      widths[heir] = max(1, widths[heir] + left)
    }
    var x = area.x
    func rect(_ width: Int) -> Rect {
      Rect(x: x, y: area.y, width: width, height: area.height)
    }
    if hiddenBefore > 0 {
      markers.before = Rect(x: x, y: area.y + area.height / 2, width: 3, height: 1)
      x += NetworkLayout.marker
    }
    if input > 0 {
      self.input = rect(input)
      x += input + NetworkLayout.gap
    }
    for (index, width) in zip(range, widths) {
      layers.append(Box(index: index, rect: rect(width)))
      x += width + NetworkLayout.gap
    }
    if hiddenAfter > 0 {
      x -= NetworkLayout.gap
      markers.after = Rect(x: x, y: area.y + area.height / 2, width: 3, height: 1)
      x += NetworkLayout.marker
      if output > 0 { x += NetworkLayout.gap }
    }
    if output > 0 {
      self.output = rect(output)
      x += output + NetworkLayout.gap
    }
    if unit > 0 { self.unit = rect(unit) }
    arrows = arrows(area)
  }

  /// Between input, sites and output, in the middle of their height.
  private func arrows(_ area: Rect) -> [Rect] {
    let rects = [input].compactMap { $0 } + layers.map(\.rect) + [output].compactMap { $0 }
    return zip(rects, rects.dropFirst()).compactMap { left, right in
      guard right.x - left.maxX == NetworkLayout.gap else { return nil }
      return Rect(x: left.maxX, y: area.y + (area.height - 1) / 2, width: 1, height: 1)
    }
  }
}
