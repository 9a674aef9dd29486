import DropoutEngine

/// The share of elements in which each pair of ranks agrees, over all calls: pairs that draw alike are
/// the only red.
struct RankMatrix {
  let scene: Scene
  let numbers: RankNumbers
  let summary: RankNumbers.Summary
  let pair: (row: Int, column: Int)

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let site = numbers.site.map { StatusLine.cut($0.name, 24) } ?? ""
    canvas.box(
      rect, inks.border,
      left: [
        Run("agreement", inks.strong), Run("  share of equal elements, all calls", inks.label),
      ],
      right: [[Run(site, inks.text)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height >= 3, body.width >= 2 * RanksLayout.cell else { return }
    let lanes = numbers.ranks.lanes.count
    let rows = window(body.height - 2, of: lanes, around: pair.row)
    let columns = window(
      (body.width - 4) / RanksLayout.cell, of: lanes, around: pair.column)
    for (place, column) in columns.enumerated() {
      let text = "\(numbers.rank(column))"
      canvas.write(
        text, column == pair.column ? inks.hotkey : inks.label,
        x: body.x + 4 + place * RanksLayout.cell + 3 - text.count / 2, y: body.y)
    }
    for (line, row) in rows.enumerated() {
      let y = body.y + 1 + line
      let number = "\(numbers.rank(row))"
      canvas.write(
        number, row == pair.row ? inks.hotkey : inks.label, x: body.x + max(0, 3 - number.count),
        y: y, limit: 4)
      for (place, column) in columns.enumerated() {
        let x = body.x + 4 + place * RanksLayout.cell
        drawCell(row, column, x: x, y: y, &canvas)
        canvas.touch(
          Rect(x: x, y: y, width: RanksLayout.cell, height: 1),
          row == pair.row && column == pair.column
            ? .key(.enter) : .own("pair", row * lanes + column))
      }
    }
    drawFoot(body, y: min(body.maxY - 1, body.y + 2 + rows.count), &canvas)
  }

  private func window(_ room: Int, of count: Int, around index: Int) -> Range<Int> {
    let shown = max(0, min(room, count))
    let first = max(0, min(count - shown, index - shown / 2))
    return first..<first + shown
  }

  private func drawCell(_ row: Int, _ column: Int, x: Int, y: Int, _ canvas: inout Canvas) {
    guard row != column else {
      canvas.write("·", inks.faint, x: x + 3, y: y)
      return
    }
    let tally = numbers.pair(row, column)
    let text = tally.map(words) ?? "–"
    let isSelected = row == pair.row && column == pair.column
    let isAlike = tally?.isAlike ?? false
    let width = text.unicodeScalars.count
    let start = x + 1 + (4 - min(4, width))
    if isAlike, !RankVerdict.isAccepted(scene.state) {
      canvas.write(" \(text) ", inks.badge(scene.theme.alarm), x: start - 1, y: y)
    } else {
      canvas.write(text, isSelected ? inks.strong : inks.text, x: start, y: y)
    }
    guard isSelected else { return }
    canvas[x + (width >= 4 ? 0 : start - x - 1), y] = Cell("‹", inks.accent)
    canvas[x + 5, y] = Cell("›", inks.accent)
  }

  /// `57.9`, or `100` where all agree; of digests, how many of 100 are the same.
  private func words(_ tally: PairTally) -> String {
    guard let share = tally.share else {
      let same = Double(tally.same) / Double(max(1, tally.masks))
      return tally.isSame ? "100" : same > 0 ? Numerals.percent(same, 1).dropLastScalar : "≠"
    }
    let text = Numerals.percent(share, 1).dropLastScalar
    return tally.equal == tally.compared ? "100" : text == "100.0" ? "99.9" : text
  }

  private func drawFoot(_ body: Rect, y: Int, _ canvas: inout Canvas) {
    guard let expected = summary.expected, let sd = summary.sd else {
      let words =
        numbers.pairs.isEmpty
        ? "no masks of two ranks were compared yet" : "masks are told by their digests"
      canvas.write(words, inks.label, x: body.x, y: y, limit: body.width)
      return
    }
    let share = Numerals.percent(expected, 1).dropLastScalar
    let spread = Numerals.percent(sd, sd < 0.0005 ? 2 : 1).dropLastScalar
    let value = Run("\(share) ± \(spread)", inks.strong)
    let pairs = "\(summary.healthy) \(summary.healthy == 1 ? "pair" : "pairs")"
    let formula = [Run("expected 1 − 2p(1−p) = ", inks.label), value]
    let seen = summary.healthy > 0 ? [Run(", as in \(pairs)", inks.label)] : []
    let choices = [formula + seen, [Run("expected ", inks.label), value], [value]]
    let runs = choices.first { $0.width <= body.width - 2 } ?? [value]
    canvas.write(runs, x: body.x, y: y, limit: body.width)
    if summary.alike.isEmpty {
      let quiet = inks.ink(inks.step(scene.theme.kept, 0.7))
      canvas.write("✓", quiet, x: body.maxX - 1, y: y)
    }
  }
}

extension String {
  /// Without its last scalar: the sign of per cent, which the head says.
  fileprivate var dropLastScalar: String { String(dropLast()) }
}
