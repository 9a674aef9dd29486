/// A grid of cells that a frame is drawn into; writes outside are clipped.
package struct Canvas: Sendable {
  package let size: Size
  /// Row-major, `size.width * size.height` cells.
  package private(set) var cells: [Cell]
  /// What answers the mouse, in the order in which it was drawn.
  var zones: [Zone] = []

  package init(size: Size, filledWith cell: Cell = Cell()) {
    self.size = size
    cells = Array(repeating: cell, count: size.width * size.height)
  }

  package subscript(x: Int, y: Int) -> Cell {
    get {
      precondition(x >= 0 && y >= 0 && x < size.width && y < size.height, "cell outside the canvas")
      return cells[y * size.width + x]
    }
    set {
      guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
      cells[y * size.width + x] = newValue
    }
  }
}

extension Canvas: Equatable {
  /// Whether both look the same, whatever answers in them.
  package static func == (a: Canvas, b: Canvas) -> Bool {
    a.size == b.size && a.cells == b.cells
  }
}
