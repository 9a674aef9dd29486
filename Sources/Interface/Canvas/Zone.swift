/// A part of the canvas that answers the mouse. It is told where it is drawn, so that what is seen and
/// what answers cannot drift apart.
struct Zone: Sendable {
  var rect: Rect
  /// What a press at a cell of it does; nil where what lies below it answers.
  var press: (@Sendable (Point) -> Touch?)?
  /// What a turn of the wheel does, up and down.
  var wheel: (up: Touch, down: Touch)?
}

extension Canvas {
  /// A press anywhere in a rectangle does that.
  mutating func touch(_ rect: Rect, _ touch: Touch) {
    zones.append(Zone(rect: rect, press: { _ in touch }))
  }

  /// What a press in a rectangle does depends on the cell.
  mutating func touch(_ rect: Rect, at cell: @escaping @Sendable (Point) -> Touch?) {
    zones.append(Zone(rect: rect, press: cell))
  }

  /// The wheel does that over a rectangle.
  mutating func wheel(_ rect: Rect, up: Touch, down: Touch) {
    zones.append(Zone(rect: rect, wheel: (up, down)))
  }

  /// What a press at a cell does: what was drawn last is on top.
  func touch(at point: Point) -> Touch? {
    for zone in zones.reversed() where zone.rect.contains(point) {
      if let touch = zone.press?(point) { return touch }
    }
    return nil
  }

  /// What a turn of the wheel at a cell does; nil where nothing takes it.
  func wheel(at point: Point, isDown: Bool) -> Touch? {
    let zone = zones.last { $0.wheel != nil && $0.rect.contains(point) }
    return isDown ? zone?.wheel?.down : zone?.wheel?.up
  }
}
