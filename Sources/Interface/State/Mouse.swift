/// What a person did with the mouse, and over which cell.
package struct Mouse: Sendable, Equatable {
  package enum Action: Sendable, Equatable {
    /// The first button was pressed, moved while it was held, or let go.
    case press, drag, release
    case wheelUp, wheelDown
  }

  package var action: Action
  package var point: Point

  package init(_ action: Action, x: Int, y: Int) {
    self.action = action
    point = Point(x: x, y: y)
  }
}

/// What goes with the mouse while its button is held.
enum Dragged: Equatable, Sendable {
  case divider(Divider)
  /// Along a row of the time panel.
  case time(row: Int)
}
