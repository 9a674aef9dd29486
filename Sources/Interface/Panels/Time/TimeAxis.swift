import DropoutEngine

/// The axis under a lane: the call on screen, findings, changes, marks, epochs, each at its place.
/// Room goes first to the call on screen, then in that order; a label that does not fit is left out, its tick stays.
struct TimeAxis {
  let scene: Scene
  let axis: CallAxis
  let calls: [CallPoint]
  /// The site that the lane shows; rates of others carry their names.
  let site: String?

  private struct Tick {
    var cell: Int
    var glyph: Unicode.Scalar
    var label: String
    var style: Style
  }

  func draw(x: Int, y: Int, into canvas: inout Canvas) {
    let inks = scene.inks
    let cursor = axis.cell(scene.call.number)
    let number = "\(scene.call.number)"
    let before = cursor - number.count
    let start = before >= 0 ? before : cursor + 1
    var taken = [min(cursor, start)...max(cursor, start + number.count - 1)]
    let ticks = findings + changes + (epochs.isEmpty ? numbers : epochs)
    for tick in ticks.reversed() where tick.cell != cursor {
      canvas[x + tick.cell, y] = Cell(tick.glyph, tick.style)
    }
    taken += ticks.filter { $0.glyph != "┴" }.map { $0.cell...$0.cell }
    for tick in ticks where tick.cell != cursor || tick.glyph != "┴" {
      let label = StatusLine.cut(tick.label, 24)
      let cells = tick.cell + 1...tick.cell + label.unicodeScalars.count
      guard cells.upperBound < axis.width, !taken.contains(where: cells.overlaps) else { continue }
      // A space of border stays between labels.
      taken.append(cells.lowerBound...cells.upperBound + 1)
      canvas.write(label, tick.style, x: x + cells.lowerBound, y: y)
    }
    canvas.write(number, inks.hotkey, x: x + start, y: y)
    canvas[x + cursor, y] = Cell("┸", inks.hotkey)
  }

  /// Where findings of the site begin, or of the session; those that share a cell as one.
  private var findings: [Tick] {
    let inks = scene.inks
    var ticks: [Tick] = []
    for finding in scene.state.findings(touching: site) {
      guard let from = finding.from, axis.first...axis.last ~= from else { continue }
      let cell = axis.cell(from)
      if let index = ticks.firstIndex(where: { $0.cell == cell }) {
        let words = ticks[index].label.split(separator: " ")
        if !words.contains(Substring(finding.rule)) { ticks[index].label += " " + finding.rule }
      } else {
        ticks.append(
          Tick(cell: cell, glyph: inks.warning, label: finding.rule, style: inks.alarm))
      }
    }
    return ticks
  }

  private var changes: [Tick] {
    scene.arrival.annotations.compactMap { annotation in
      guard axis.first...axis.last ~= annotation.number else { return nil }
      let cell = axis.cell(annotation.number)
      switch annotation.kind {
      case .change(let change):
        let words = StripMarks.words(change, site)
        return Tick(cell: cell, glyph: "┻", label: words, style: scene.inks.text)
      case .mark(let text):
        let words = text.isEmpty ? "mark" : text
        return Tick(cell: cell, glyph: "┻", label: words, style: scene.inks.accent)
      case .skipped, .note, .accepted: return nil
      }
    }
  }

  /// Where an epoch begins, unless they are too many to tell apart.
  private var epochs: [Tick] {
    var ticks: [Tick] = []
    var previous = calls.first?.epoch
    for call in calls {
      guard let epoch = call.epoch, epoch != previous else { continue }
      let label = ticks.isEmpty ? "epoch \(epoch)" : "\(epoch)"
      ticks.append(
        Tick(cell: axis.cell(call.number), glyph: "┴", label: label, style: scene.inks.label))
      previous = epoch
    }
    return ticks.count > axis.width / 6 ? [] : ticks
  }

  /// Round numbers of calls, where there are no epochs.
  private var numbers: [Tick] {
    let most = max(1, axis.width / 24)
    var step = 1
    while axis.count / step > most {
      let digit = "\(step)".first
      step = digit == "2" ? step / 2 * 5 : step * 2
      if step > axis.count { return [] }
    }
    let first = (axis.first + step) / step * step
    return stride(from: first, through: axis.last, by: step).enumerated().map { index, number in
      let label = index == 0 ? "call \(number)" : Numerals.grouped(number)
      return Tick(cell: axis.cell(number), glyph: "┴", label: label, style: scene.inks.label)
    }
  }
}
