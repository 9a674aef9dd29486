/// The rows of a layer's box: grid, bar, and a line for the selected unit where there is room.
struct LayerRows {
  var grid: Rect
  var bar: Rect?
  var unit: Rect?
  /// Where the grid may stand, the favourite first: air is given up where that fits it better.
  var areas: [Rect]

  init(_ box: Rect) {
    let body = box.inset(dx: 2, dy: 1)
    let height = body.height
    let air = height >= 9 ? 1 : 0
    let gap = height >= 10 ? 1 : 0
    let barRows = height >= 2 ? 1 : 0
    let unitRows = height >= 11 ? 1 : 0
    grid = body.below(air).top(height - air - gap - barRows - unitRows)
    let (wider, whole) = (box.inset(dx: 1, dy: 1), height - barRows - unitRows)
    areas = [grid, body.top(grid.maxY - body.y), body.top(whole)]
    areas += [wider.below(air).top(grid.height), wider.top(whole)]
    if barRows > 0 { bar = body.below(height - unitRows - 1).top(1) }
    if unitRows > 0 { unit = body.below(height - 1) }
  }
}
