import DropoutEngine

/// The axis under a lane: the call on screen, findings, changes, marks, epochs, each at its place.
///
/// Room goes first to the call on screen, then in that order; a label stands to the right of its
/// tick, and one that does not fit is left out. Its tick stays.
struct TimeAxis {
  let scene: Scene
  let axis: CallAxis
  /// The site that the lane shows; rates of others carry their names.
  let site: String?

  /// - Parameter isFull: whether there is more to it than the call on screen.
  func draw(x: Int, y: Int, isFull: Bool, into canvas: inout Canvas) {
    let ticks = isFull ? TimeTicks(scene: scene, axis: axis, site: site).all : []
    let cursor = axis.contains(scene.call.number) ? axis.cell(scene.call.number) : nil
    for tick in ticks.reversed() where tick.cell != cursor {
      canvas[x + tick.cell, y] = Cell(tick.glyph, tick.style)
    }
    var taken = ticks.filter { $0.kind != .epoch }.map { $0.cell...$0.cell }
    var behindCursor = 0
    if let cursor {
      let number = "\(scene.call.number)"
      let isRight = cursor + number.count < axis.width
      let start = isRight ? cursor + 1 : max(0, cursor - number.count)
      taken.append(min(start, cursor)...max(cursor, start + number.count - 1))
      behindCursor = isRight ? number.count : 0
      canvas.write(number, scene.inks.hotkey, x: x + start, y: y)
      canvas[x + cursor, y] = Cell("┸", scene.inks.hotkey)
    }
    var isNamed = false
    for tick in ticks {
      let isHere = tick.cell == cursor
      let start = tick.cell + 1 + (isHere ? behindCursor : 0)
      let name = (isHere && behindCursor > 0 ? " " : "") + (isNamed ? "" : tick.series)
      for label in tick.labels.map({ name + $0 }) {
        // A space of border stays between labels.
        let cells = start...start + label.unicodeScalars.count
        guard cells.upperBound <= axis.width, !taken.contains(where: cells.overlaps) else {
          continue
        }
        taken.append(cells)
        canvas.write(label, tick.style, x: x + start, y: y)
        isNamed = isNamed || !tick.series.isEmpty
        break
      }
    }
  }
}
