import DropoutEngine

/// What goes through the masks.
struct EnsembleInput {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let sample = ensemble.sample
    let isRow = ensemble.hasClasses && !ensemble.input.isNoise
    canvas.box(
      rect, inks.border, left: [Run("input", inks.strong)],
      right: isRow
        ? [[Run("row \(sample.row)", inks.label)], [Run("\(sample.row)", inks.label)]] : [])
    canvas.touch(rect, .key(.pageDown))
    canvas.wheel(rect, up: .key(.pageUp), down: .key(.pageDown))
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height > 2, let size = NetworkShape.picture(features: sample.values.count) else {
      return
    }
    let picture = PixelPicture(
      inks: inks, values: InputPixels(sample.values[...], size), size: size)
    picture.draw(in: body.top(body.height - 1), into: &canvas)
    canvas.write(line, x: body.x, y: body.maxY - 1, limit: body.width)
  }

  private var line: [Run] {
    var runs: [Run] = []
    if ensemble.input.isNoise {
      runs.append(Run("noise", inks.strong))
    } else if let truth = ensemble.sample.truth {
      runs += [Run("\(words.noun) ", inks.label), Run("\(truth)", inks.strong)]
    } else {
      runs.append(Run("\(ensemble.sample.values.count) values", inks.label))
    }
    if ensemble.input.turns != 0 { runs.append(Run("  \(ensemble.input.degrees)°", inks.accent)) }
    return runs
  }
}

/// What the masks answer, counted; how many different ones there are of how many.
struct EnsembleVotes {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border,
      left: [Run(ensemble.hasClasses ? "votes" : "masks", inks.strong)],
      right: [[Run("of \(ensemble.outputs.count)", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    let lines = facts
    let room = body.height - lines.count - 1
    if ensemble.hasClasses, room > 0 { drawVotes(in: body.top(room), &canvas) }
    for (row, line) in lines.enumerated() {
      let y = body.maxY - lines.count + row
      guard y >= body.y else { continue }
      let value = Array(line.dropFirst())
      canvas.write(Array(line.prefix(1)), x: body.x, y: y, limit: body.width)
      canvas.write(value, x: body.maxX - value.width, y: y)
    }
  }

  private func drawVotes(in area: Rect, _ canvas: inout Canvas) {
    let votes = ensemble.votes.enumerated().filter { $0.element > 0 }
      .sorted { $0.element > $1.element }
    let most = Double(votes.first?.element ?? 1)
    let width = area.width - 8
    for (row, vote) in votes.prefix(area.height).enumerated() {
      let y = area.y + row
      let isTruth = vote.offset == ensemble.sample.truth
      canvas.write("\(vote.offset)", isTruth ? inks.strong : inks.label, x: area.x, y: y)
      let count = "\(vote.element)"
      canvas.write(count, inks.text, x: area.x + 6 - count.count, y: y)
      let eighths = Int(nearest: Double(vote.element) / most * Double(max(0, width) * 8))
      let style =
        isTruth ? inks.after : inks.ink(inks.step(words.scene.theme.after, 0.6))
      for column in 0..<max(0, width) {
        let part = min(8, max(column == 0 ? 1 : 0, eighths - 8 * column))
        if part > 0 { canvas[area.x + 7 + column, y] = Cell(Glyphs.bars[part], style) }
      }
    }
  }

  private var facts: [[Run]] {
    func fact(_ name: String, _ value: [Run]) -> [Run] { [Run(name, inks.label)] + value }
    var lines: [[Run]] = []
    if let truth = ensemble.sample.truth {
      lines.append(
        fact("say \(truth)", [Run(Numerals.percent(words.share(truth), 0), inks.text)]))
    }
    if ensemble.decisions > 0 {
      lines.append(fact("different", [Run(Numerals.grouped(ensemble.distinct), inks.text)]))
      lines.append(fact("possible", [Run("2^\(ensemble.decisions)", inks.text)]))
    }
    guard ensemble.hasClasses else { return lines }
    for (name, answer) in [("eval says", words.scaledAnswer), ("mean says", words.meanAnswer)] {
      lines.append(fact(name, [Run("\(answer)", inks.strong)] + words.mark(answer)))
    }
    return lines
  }
}
