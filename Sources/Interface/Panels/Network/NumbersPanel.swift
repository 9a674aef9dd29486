import DropoutEngine
import PlainText

/// The whole batch in numbers: measured, expected, how surprising this call is, and how surprising
/// the session so far.
struct NumbersPanel {
  let scene: Scene
  /// The sites to tell of, as many as there is room for.
  let sites: [Int]

  private var inks: Inks { scene.inks }

  /// Columns of a table: name, measured, expected, call, session, mark.
  private enum Columns {
    static let name = 12
    static let measured = 19
    static let expected = 28
    static let call = 36
    static let session = 44
    static let whole = 46
    static let withoutSession = 38
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("whole batch in numbers", inks.strong)],
      right: [[Run("red from 5σ", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height > 1 else { return }
    guard let first = sites.first else {
      canvas.write(
        scene.absence, inks.label, x: body.x, y: body.y + body.height / 2, limit: body.width)
      return
    }
    let hasTwo = body.width >= Columns.whole + 38 && sites.count > 1
    let hasSession = body.width >= Columns.whole
    drawTable(first, body, isNamed: hasTwo, hasSession: hasSession, hasLabels: true, &canvas)
    if hasTwo {
      // The second site's table shares the names of the rows.
      let right = Rect(
        x: body.x + Columns.whole - 6, y: body.y, width: body.width - Columns.whole + 6,
        height: body.height)
      drawTable(sites[1], right, isNamed: true, hasSession: true, hasLabels: false, &canvas)
    }
  }

  private func drawTable(
    _ index: Int, _ body: Rect, isNamed: Bool, hasSession: Bool, hasLabels: Bool,
    _ canvas: inout Canvas
  ) {
    let site = scene.call.sites[index]
    var y = body.y
    if isNamed {
      let style = index == scene.selected ? inks.hotkey : inks.strong
      canvas.write(
        StatusLine.cut(site.id.title, 24), style, x: body.x + Columns.name, y: y)
      y += 1
    }
    right("measured", inks.label, body.x + Columns.measured, y, &canvas)
    right("expected", inks.label, body.x + Columns.expected, y, &canvas)
    right("call", inks.label, body.x + Columns.call, y, &canvas)
    if hasSession { right("session", inks.label, body.x + Columns.session, y, &canvas) }
    y += 1
    for row in NumberRow.all(scene, index) {
      guard y < body.maxY else { return }
      drawRow(row, body.x, y, hasSession: hasSession, hasLabels: hasLabels, &canvas)
      y += 1
    }
    guard hasLabels, y < body.maxY else { return }
    if site.factors != nil {
      let rest = Rect(x: body.x, y: y + 1, width: body.width, height: body.maxY - y - 1)
      FactorHistogram(scene: scene, site: site).draw(in: rest, into: &canvas)
      return
    }
    drawNote(index, body, y: y + (body.maxY - y > 1 ? 1 : 0), &canvas)
  }

  private func drawRow(
    _ row: NumberRow, _ x: Int, _ y: Int, hasSession: Bool, hasLabels: Bool,
    _ canvas: inout Canvas
  ) {
    if hasLabels { canvas.write(row.name, inks.label, x: x, y: y) }
    let isKnown = row.measured != nil
    right(
      row.measured ?? "–", isKnown ? inks.measured : inks.label, x + Columns.measured, y, &canvas)
    if let expected = row.expected {
      right(expected, inks.text, x + Columns.expected, y, &canvas)
    }
    let loud = row.isCause ? inks.alarm : inks.ink(inks.theme.alarm)
    if let call = row.call {
      right(call, row.isOff ? loud : inks.label, x + Columns.call, y, &canvas)
    }
    if hasSession, let session = row.session {
      let style = row.isSessionOff ? inks.ink(inks.theme.alarm) : inks.label
      right(session, style, x + Columns.session, y, &canvas)
    }
    let place = x + (hasSession ? Columns.session + 1 : Columns.call + 1)
    switch row.mark {
    case .fine: canvas[place, y] = Cell("✓", inks.ink(inks.step(inks.theme.kept, 0.7)))
    case .cause: canvas[place, y] = Cell(inks.warning, inks.alarm)
    case .follows: canvas[place, y] = Cell("↳", inks.ink(inks.theme.alarm))
    case .none: break
    }
  }

  /// How many draws the session's column rests on.
  private func drawNote(_ index: Int, _ body: Rect, y: Int, _ canvas: inout Canvas) {
    guard let tally = scene.tally(scene.call.sites[index])?.kept, tally.drawn > 0 else { return }
    let draws = Int(exactly: tally.drawn.rounded()).map(Numerals.grouped) ?? "many"
    let through = scene.state.conclusion?.through ?? 0
    canvas.write(
      StatusLine.cut("session: calls 1…\(through), \(draws) draws", body.width), inks.label,
      x: body.x, y: y)
  }

  /// Text that ends before a column.
  private func right(_ text: String, _ style: Style, _ end: Int, _ y: Int, _ canvas: inout Canvas) {
    canvas.write(text, style, x: end - text.unicodeScalars.count, y: y)
  }
}

/// A row of the table.
struct NumberRow {
  var name: String
  var measured: String?
  var expected: String?
  var call: String?
  var session: String?
  var isOff = false
  var isSessionOff = false
  /// What the others follow from.
  var isCause = false
  var mark = Mark.none

  enum Mark {
    case none, fine, cause, follows
  }

  /// The rows of a site; what follows from a wrong share kept is told apart from it.
  static func all(_ scene: Scene, _ index: Int) -> [NumberRow] {
    let site = scene.call.sites[index]
    let reading = scene.reading(index)
    let tally = scene.tally(site)
    let values = [
      NumberRow(name: "mean before", measured: reading.before.map(Numerals.fine)),
      row("mean masked", reading.masked, tally?.masked.sigma, fine),
      row("mean after", reading.after, tally?.after.sigma, fine),
      row("sd after", reading.spread, tally?.spread.sigma, fine),
    ]
    // Where nothing is dropped there is no share kept.
    if let factors = FactorWords(scene, site) { return factors.rows + values }
    var rows =
      [row("kept", reading.kept, tally?.keptSigma, Numerals.percent, of: reading.draws)] + values
      + [
        row("zeros after", reading.zeros, tally?.zeros.sigma, Numerals.percent, of: reading.count),
        scale(reading),
      ]
    let isKeptOff = rows[0].isOff || rows[0].isSessionOff
    for place in rows.indices where rows[place].isOff || rows[place].isSessionOff {
      let isCause = place == 0 || !isKeptOff || rows[place].name == "scale"
      rows[place].isCause = isCause
      rows[place].mark = isCause ? .cause : .follows
    }
    return rows
  }

  private static func fine(_ value: Double, _: Int) -> String { Numerals.fine(value) }

  private static func row(
    _ name: String, _ number: SiteReading.Number, _ session: Double?,
    _ format: (Double, Int) -> String, of count: Int? = nil
  ) -> NumberRow {
    // Counts are told as shares.
    func shown(_ value: Double) -> String {
      guard let count else { return format(value, 1) }
      return count > 0 ? format(value / Double(count), 1) : "–"
    }
    var row = NumberRow(
      name: name, measured: number.measured.map(shown),
      expected: number.expected.map { shown($0.mean) })
    if number.measured != nil, number.expected != nil {
      row.call =
        number.sigma.map(Numerals.sigma)
        ?? (number.isOff ? "off" : number.expected?.sd == 0 ? "equal" : "–")
    }
    row.session = session.map(Numerals.sigma)
    row.isOff = number.isOff
    row.isSessionOff = session.map { abs($0) >= SiteReading.Number.limit } ?? false
    if row.call != nil, row.call != "–" { row.mark = .fine }
    return row
  }

  private static func scale(_ reading: SiteReading) -> NumberRow {
    var row = row("scale", reading.scale, nil, { value, _ in decimal(value, 4) })
    if reading.scale.expected != nil { row.expected = reading.formula ?? "1" }
    return row
  }
}
