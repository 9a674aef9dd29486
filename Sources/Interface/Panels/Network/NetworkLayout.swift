/// Where the network's boxes stand, input to output, with room for an arrow between.
///
/// Where not all fit, the boxes are a window around the selected layer.
struct NetworkLayout: Equatable, Sendable {
  var input: Rect?
  /// The boxes of layers that are shown, by the layers' indices.
  var layers: [(index: Int, rect: Rect)] = []
  var output: Rect?
  /// Layers that have no room, before the first and after the last shown.
  var hiddenBefore = 0
  var hiddenAfter = 0
  /// The two cells between neighbouring boxes.
  var arrows: [Rect] = []

  /// Columns between two boxes.
  static let gap = 2
  private static let leastInput = 12
  private static let leastLayer = 18
  private static let leastOutput = 18
  private static let naturalOutput = 22

  /// A box that wants room.
  private struct Item {
    /// -1 the input, `layers.count` the output, else a layer.
    var index: Int
    var width: Int
    /// With one cell a unit, where the least width leaves less.
    var tight: Int
    var natural: Int
    /// How much of the room that is left over it takes.
    var weight: Double
  }

  init(in area: Rect, _ shape: NetworkShape) {
    guard !area.isEmpty, area.width >= 4, area.height >= 3 else { return }
    var items = NetworkLayout.window(NetworkLayout.items(area, shape), area.width, shape)
    guard let first = items.first, let last = items.last else { return }
    hiddenBefore = max(0, first.index)
    hiddenAfter = max(0, shape.layers.count - 1 - last.index)
    // Markers for hidden layers stand in gaps of their own at the ends.
    let left = hiddenBefore > 0 ? NetworkLayout.gap : 0
    let right = hiddenAfter > 0 ? NetworkLayout.gap : 0
    let room = area.width - left - right - NetworkLayout.gap * (items.count - 1)
    NetworkLayout.grow(&items, to: room, selected: shape.selected)
    place(items, x: area.x + left, area, shape)
  }

  static func == (a: NetworkLayout, b: NetworkLayout) -> Bool {
    a.input == b.input && a.output == b.output && a.arrows == b.arrows
      && a.hiddenBefore == b.hiddenBefore && a.hiddenAfter == b.hiddenAfter
      && a.layers.map(\.index) == b.layers.map(\.index)
      && a.layers.map(\.rect) == b.layers.map(\.rect)
  }

  /// Where a marker for hidden layers stands, in the gap before or after the boxes.
  func marker(before: Bool, in area: Rect) -> Rect {
    Rect(
      x: before ? area.x : area.maxX - NetworkLayout.gap, y: area.y + (area.height - 1) / 2,
      width: NetworkLayout.gap, height: 1)
  }

  private mutating func place(_ items: [Item], x start: Int, _ area: Rect, _ shape: NetworkShape) {
    var x = start
    for (position, item) in items.enumerated() {
      if position > 0 {
        arrows.append(
          Rect(x: x, y: area.y + (area.height - 1) / 2, width: NetworkLayout.gap, height: 1))
        x += NetworkLayout.gap
      }
      let rect = Rect(x: x, y: area.y, width: item.width, height: area.height)
      switch item.index {
      case -1: input = rect
      case shape.layers.count: output = rect
      default: layers.append((item.index, rect))
      }
      x += item.width
    }
  }

  private static func items(_ area: Rect, _ shape: NetworkShape) -> [Item] {
    var items: [Item] = []
    if let picture = shape.picture {
      let natural = naturalInput(picture, height: area.height, width: area.width)
      items.append(
        Item(index: -1, width: leastInput, tight: leastInput, natural: natural, weight: 0))
    }
    let rows = max(1, min(8, area.height - 5))
    for (index, units) in shape.layers.enumerated() {
      // Border at both sides, and a row for the bar and two for the border.
      let tight = 2 + (min(units, 100_000) + area.height - 4) / max(1, area.height - 3)
      let columns = shape.columns(index) ?? max(1, (min(units, 100_000) + rows - 1) / rows)
      items.append(
        Item(
          index: index, width: leastLayer, tight: min(max(leastLayer, tight), area.width),
          natural: min(max(22, 2 * columns + 4), area.width),
          weight: Double(min(2 * columns + 4, area.width))))
    }
    if shape.classes > 0 {
      items.append(
        Item(
          index: shape.layers.count, width: leastOutput, tight: leastOutput,
          natural: max(naturalOutput, area.width / 7), weight: 0))
    }
    return items
  }

  /// The largest whole blocks for the picture that leave the layers most of the width.
  private static func naturalInput(_ picture: Size, height: Int, width: Int) -> Int {
    // The border and the caption; a tall box, as of an expanded panel, may be wider, too.
    let rows = height - (height >= 13 ? 4 : 3)
    let most = max(20, width * (height > 24 ? 3 : 2) / 10)
    for scale in [4, 3, 2, 1] where scale * picture.height <= rows {
      let wanted = 2 * scale * picture.width + 4
      if wanted <= most { return max(leastInput, wanted) }
    }
    return max(leastInput, min(picture.width + 4, width / 5))
  }

  /// The selected layer and as many neighbours as fit, right before left.
  private static func window(_ items: [Item], _ width: Int, _ shape: NetworkShape) -> [Item] {
    guard let start = items.firstIndex(where: { $0.index == shape.selected }) ?? items.indices.first
    else { return [] }
    func fits(_ range: ClosedRange<Int>) -> Bool {
      let boxes = range.reduce(0) { $0 + items[$1].width } + gap * (range.count - 1)
      let before = items[range.lowerBound].index > 0 ? gap : 0
      let after = items[range.upperBound].index < shape.layers.count - 1 ? gap : 0
      return boxes + before + after <= width
    }
    var shown = start...start
    var grew = true
    while grew {
      grew = false
      if shown.upperBound + 1 < items.count, fits(shown.lowerBound...shown.upperBound + 1) {
        shown = shown.lowerBound...shown.upperBound + 1
        grew = true
      }
      if shown.lowerBound > 0, fits(shown.lowerBound - 1...shown.upperBound) {
        shown = shown.lowerBound - 1...shown.upperBound
        grew = true
      }
    }
    return Array(items[shown])
  }

  /// Widens the boxes in rounds: so that layers show single units, then to the layers' natural
  /// widths, then to those of the others; what is left over is shared out.
  private static func grow(_ items: inout [Item], to room: Int, selected: Int) {
    var left = room - items.reduce(0) { $0 + $1.width }
    let rounds: [(isLayer: Bool, target: (Item) -> Int)] = [
      (true, { max($0.width, min($0.tight, $0.natural)) }), (true, { $0.natural }),
      (false, { $0.natural }),
    ]
    for (isLayer, target) in rounds {
      let group = items.indices.filter { (items[$0].weight > 0) == isLayer }
      let missing = group.reduce(0) { $0 + max(0, target(items[$1]) - items[$1].width) }
      let given = max(0, min(left, missing))
      for index in group where missing > 0 {
        let step = max(0, target(items[index]) - items[index].width) * given / missing
        items[index].width += step
        left -= step
      }
    }
    spread(left, over: &items, selected: selected)
  }

  private static func spread(_ left: Int, over items: inout [Item], selected: Int) {
    guard left > 0 else {
      if left < 0, let last = items.indices.last { items[last].width += left }
      return
    }
    let total = items.reduce(0) { $0 + $1.weight }
    var given = 0
    for index in items.indices where total > 0 {
      let share = Int(Double(left) * items[index].weight / total)
      items[index].width += share
      given += share
    }
    let heir = items.firstIndex { $0.index == selected } ?? items.startIndex
    items[heir].width += left - given
  }
}
