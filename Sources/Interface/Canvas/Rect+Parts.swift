extension Rect {
  /// The first column to the right of it.
  var maxX: Int { x + width }
  /// The first row below it.
  var maxY: Int { y + height }
  var isEmpty: Bool { width <= 0 || height <= 0 }

  func contains(_ point: Point) -> Bool {
    x <= point.x && point.x < maxX && y <= point.y && point.y < maxY
  }

  /// The rectangle without `dx` columns at either side and `dy` rows above and below.
  func inset(dx: Int, dy: Int) -> Rect {
    Rect(x: x + dx, y: y + dy, width: max(0, width - 2 * dx), height: max(0, height - 2 * dy))
  }

  /// The first `count` rows.
  func top(_ count: Int) -> Rect {
    Rect(x: x, y: y, width: width, height: min(max(0, count), height))
  }

  /// All but the first `count` rows.
  func below(_ count: Int) -> Rect {
    let cut = min(max(0, count), height)
    return Rect(x: x, y: y + cut, width: width, height: height - cut)
  }
}
