import DropoutEngine

/// Does what the mouse says: what a press, a drag or the wheel means is what was drawn there.
func point(_ mouse: Mouse, _ state: inout ScreenState, at now: Double) -> [Request] {
  guard state.prompt == nil else { return [] }
  state.armed = nil
  switch mouse.action {
  case .press:
    state.dragged = nil
    guard let touch = frame(of: state).touch(at: mouse.point) else { return [] }
    return take(touch, mouse.point, &state, at: now)
  case .drag: return drag(to: mouse.point, &state)
  case .release:
    state.dragged = nil
    return []
  case .wheelUp, .wheelDown:
    let isDown = mouse.action == .wheelDown
    // Where nothing scrolls the wheel goes through the calls.
    let touch = frame(of: state).wheel(at: mouse.point, isDown: isDown)
    return take(touch ?? .command(.step(isDown ? 1 : -1)), mouse.point, &state, at: now)
  }
}

/// The frame with all that answers in it.
private func frame(of state: ScreenState) -> Canvas {
  var canvas = Canvas(size: state.size)
  draw(state, into: &canvas)
  return canvas
}

private func take(
  _ touch: Touch, _ point: Point, _ state: inout ScreenState, at now: Double
) -> [Request] {
  switch touch {
  case .key(let key): return press(key, &state, at: now)
  case .command(let command): return carryOut(command, &state, armed: nil, at: now)
  case .site(let site): state.select(site)
  case .unit(let unit, let site):
    state.select(site)
    state.unit = unit
    state.clampSelection()
  case .call(let number):
    state.dragged = .time(row: point.y)
    return state.visit(number)
  case .own(let name, let index):
    return Views.current(state).touched(name, index, &state, at: now)
  case .helpLines(let count):
    state.helpTop = help(state, Views.current(state)).top(after: .lines(count))
  case .divider(let divider): state.dragged = .divider(divider)
  }
  return []
}

private func drag(to point: Point, _ state: inout ScreenState) -> [Request] {
  switch state.dragged {
  case .divider(let divider):
    state.extents[divider.panel] = divider.extent(divider.isUpright ? point.x : point.y)
  case .time(let row):
    guard case .call(let number) = frame(of: state).touch(at: Point(x: point.x, y: row)) else {
      return []
    }
    return state.visit(number)
  case nil: break
  }
  return []
}
