import DropoutEngine
import PlainText

/// The table: one row a site, with what was measured beside what its rate says.
struct LayersPanel {
  let scene: Scene
  let table: LayerTable
  let rows: [LayerRow]
  let memory: LayersState

  private var inks: Inks { scene.inks }
  private var selected: Int? { rows.firstIndex { $0.name == scene.site?.name } }

  /// Rows for sites in a box of that height.
  static func height(in rect: Rect) -> Int { max(0, rect.height - 3) }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    drawBox(rect, &canvas)
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty else { return }
    let columns = LayersColumns(table.rows, width: body.width)
    drawHead(columns, x: body.x, y: body.y, &canvas)
    let height = LayersPanel.height(in: rect)
    let window = memory.window(selected: selected, of: rows.count, height: height)
    for (line, index) in window.enumerated() {
      let y = body.y + 1 + line
      let above = index > window.lowerBound ? rows[index - 1] : nil
      if index == selected { highlight(rect, y, &canvas) }
      for (column, x, width) in columns.columns {
        let place = Rect(x: body.x + x, y: y, width: width, height: 1)
        draw(column, of: rows[index], below: above, in: place, &canvas)
      }
      if index == selected { mark(rect, y, &canvas) }
      canvas.touch(
        Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1),
        index == selected ? .key(.enter) : .site(SiteRun(name: rows[index].name)))
    }
    canvas.wheel(rect, up: .key(.up), down: .key(.down))
    if rows.isEmpty {
      let words =
        table.rows.isEmpty
        ? "no site has run"
        : memory.filter.isEmpty ? "no site is off: a shows all" : "no such site: esc shows all"
      canvas.write(words, inks.label, x: body.x + 2, y: body.y + 1, limit: body.width - 2)
    }
    drawScroll(window, rect, &canvas)
  }

  // MARK: - Around the rows

  private func drawBox(_ rect: Rect, _ canvas: inout Canvas) {
    let isPart = memory.showsOnlyOdd || !memory.filter.isEmpty
    let count = isPart ? "\(rows.count) of \(table.rows.count)" : "\(rows.count)"
    let noun = (isPart ? table.rows.count : rows.count) == 1 ? "site" : "sites"
    let filter = filter.map { [Part(0, $0)] } ?? []
    let title =
      filter + [
        Part(0, [Run("\(count) \(noun)", inks.strong)]),
        Part(2, [Run(memory.order.words, inks.label)]),
        Part(1, [Run(table.extent, inks.label)]),
      ]
    let fitting = title.fitting(max(0, rect.width - 8), gap: 2)
    let keys = [
      Run("s", inks.hotkey), Run(" sort  ", inks.label), Run("a", inks.hotkey),
      Run(memory.showsOnlyOdd ? " all" : " only odd", inks.label),
    ]
    canvas.box(
      rect, inks.border,
      left: Array(fitting.map(\.runs).joined(separator: [Run("  ", inks.label)])),
      right: [keys])
  }

  /// `/drop`, with a cursor while it is typed; nil where no name is asked for.
  private var filter: [Run]? {
    guard memory.isTyping || !memory.filter.isEmpty else { return nil }
    let text = [Run("/", inks.hotkey), Run(StatusLine.cutFront(memory.filter, 24), inks.strong)]
    guard memory.isTyping else { return text }
    let ground = inks.hasColor ? Style(background: inks.theme.accent) : Style(reverse: true)
    return text + [Run(" ", ground)]
  }

  private func drawHead(
    _ columns: LayersColumns, x: Int, y: Int, _ canvas: inout Canvas
  ) {
    for (column, offset, width) in columns.columns {
      let (text, isRight) = head(column)
      let start = isRight ? max(0, width - text.count) : 0
      canvas.write(text, inks.label, x: x + offset + start, y: y, limit: width)
    }
  }

  private func head(_ column: LayersColumns.Column) -> (text: String, isRight: Bool) {
    switch column {
    case .status: ("", false)
    case .name: ("site", false)
    case .kind: ("kind", false)
    case .shape: ("shape", false)
    case .rate: ("p", true)
    case .kept: ("kept", true)
    case .gauge: (" 95% band", false)
    case .sigma: ("σ", true)
    case .ratio: ("ratio", true)
    case .history: (table.known == 1 ? "1 call" : "\(table.known) calls", false)
    case .calls: ("ran in", false)
    case .place: ("where", false)
    }
  }

  /// Counts of rows out of sight in the lower border, and where the window is in the right one.
  private func drawScroll(_ window: Range<Int>, _ rect: Rect, _ canvas: inout Canvas) {
    guard window.count < rows.count, !window.isEmpty else { return }
    let below = rows.count - window.upperBound
    let y = rect.maxY - 1
    if window.lowerBound > 0 {
      canvas.write(" ↑ \(window.lowerBound) above ", inks.text, x: rect.x + 2, y: y)
    }
    if below > 0 {
      let text = " \(below) below ↓ "
      canvas.write(text, inks.text, x: rect.maxX - 2 - text.unicodeScalars.count, y: y)
    }
    let track = rect.height - 3
    let length = max(1, track * window.count / rows.count)
    let start = (track - length) * window.lowerBound / max(1, rows.count - window.count)
    for row in 0..<length {
      canvas[rect.maxX - 1, rect.y + 2 + start + row] = Cell("┃", inks.label)
    }
  }

  private func highlight(_ rect: Rect, _ y: Int, _ canvas: inout Canvas) {
    guard inks.hasColor else { return }
    canvas.fill(
      Rect(x: rect.x + 1, y: y, width: rect.width - 2, height: 1), with: Cell(" ", inks.ground))
  }

  /// The selected row's ground; without colour it has its marks.
  private func mark(_ rect: Rect, _ y: Int, _ canvas: inout Canvas) {
    if inks.hasColor {
      let ground = scene.theme.panel.mixed(with: scene.theme.selection, 0.35)
      for x in rect.x + 1..<rect.maxX - 1 { canvas[x, y].style.background = ground }
    } else {
      canvas[rect.x + 1, y] = Cell("‹", Style(bold: true))
      canvas[rect.maxX - 2, y] = Cell("›", Style(bold: true))
    }
  }

  // MARK: - One row

  private func draw(
    _ column: LayersColumns.Column, of row: LayerRow, below above: LayerRow?, in place: Rect,
    _ canvas: inout Canvas
  ) {
    switch column {
    case .status: drawStatus(row, place, &canvas)
    case .name: drawName(row, below: above, in: place, &canvas)
    case .kind: left(LayersColumns.words(kind: row.kind), inks.label, place, &canvas)
    case .shape: left(row.shapeText, inks.label, place, &canvas)
    case .rate: right(row.rate.map { decimal($0.value, 2) }, inks.text, place, &canvas)
    case .kept:
      right(row.kept.map(LayersPanel.percent), row.isOff ? inks.alarm : inks.text, place, &canvas)
    case .gauge: SigmaGauge(inks: inks).draw(row.sigma, x: place.x, y: place.y, into: &canvas)
    case .sigma:
      right(row.sigma.map(Numerals.sigma), row.isOff ? inks.alarm : inks.label, place, &canvas)
    case .ratio:
      let ink = row.ratio.isOdd ? inks.alarm : inks.text
      right(row.ratio.value.map { decimal($0, 3) }, ink, place, &canvas)
    case .history: drawHistory(row, place, &canvas)
    case .calls: left(row.callsText, inks.label, place, &canvas)
    case .place: left(row.place ?? "–", inks.label, place, &canvas)
    }
  }

  /// `90.0%`, and `100%` only where nothing at all was dropped.
  static func percent(_ share: Double) -> String {
    if share == 1 { return "100%" }
    let text = Numerals.percent(share)
    return text == "100.0%" ? "99.9+" : text
  }

  private func left(_ text: String, _ style: Style, _ place: Rect, _ canvas: inout Canvas) {
    canvas.write(StatusLine.cut(text, place.width), style, x: place.x, y: place.y)
  }

  /// A dash where it is not known.
  private func right(_ text: String?, _ style: Style, _ place: Rect, _ canvas: inout Canvas) {
    let shown = text ?? "–"
    let start = max(0, place.width - shown.unicodeScalars.count)
    let style = text == nil ? inks.label : style
    canvas.write(shown, style, x: place.x + start, y: place.y, limit: place.width)
  }

  private func drawStatus(_ row: LayerRow, _ place: Rect, _ canvas: inout Canvas) {
    canvas[place.x, place.y] =
      switch row.status {
      case .fine: Cell("✓", inks.ink(inks.step(scene.theme.kept, 0.7)))
      case .odd: Cell(inks.warning, inks.alarm)
      case .untested: Cell("·", inks.label)
      }
  }

  /// The part of the path that the row above has as well is dim. A long path loses its beginning.
  private func drawName(
    _ row: LayerRow, below above: LayerRow?, in place: Rect, _ canvas: inout Canvas
  ) {
    let name = SitePath(row.name)
    let isShared =
      !name.block.isEmpty && above.map { SitePath($0.name).block == name.block } ?? false
    let isSelected = row.name == scene.site?.name
    let rest = isSelected ? inks.strong : inks.text
    let runs = [Run(name.block, isShared ? inks.faint : rest), Run(name.rest, rest)]
    let excess = runs.width - place.width
    guard excess > 0 else {
      canvas.write(runs, x: place.x, y: place.y)
      drawRules(
        row, x: place.x + runs.width + 1, room: place.width - runs.width - 1, place.y, &canvas)
      return
    }
    let whole = row.name.unicodeScalars.dropFirst(excess + 1)
    canvas.write(
      [Run("…", inks.faint), Run(String(String.UnicodeScalarView(whole)), rest)], x: place.x,
      y: place.y, limit: place.width)
  }

  /// The rules that name the site, as many as there is room for.
  private func drawRules(
    _ row: LayerRow, x: Int, room: Int, _ y: Int, _ canvas: inout Canvas
  ) {
    var words = ""
    for rule in row.rules {
      let longer = words.isEmpty ? rule : words + " " + rule
      guard longer.unicodeScalars.count <= room else { break }
      words = longer
    }
    canvas.write(words, inks.alarm, x: x, y: y)
  }

  /// Pooled σ of each stretch of the calls as a bar around the middle; a line where it is off.
  private func drawHistory(_ row: LayerRow, _ place: Rect, _ canvas: inout Canvas) {
    let fine = inks.ink(inks.step(scene.theme.kept, 0.55))
    for (index, stretch) in row.stretches.enumerated() where index < place.width {
      guard let sigma = stretch.sigma else { continue }
      if abs(sigma) >= LayerRow.limit {
        canvas[place.x + index, place.y] = Cell("━", inks.alarm)
      } else {
        let eighths = max(1, min(8, Int(nearest: (4.5 + sigma).rounded(.down))))
        canvas[place.x + index, place.y] = Cell(Glyphs.eighths[eighths], fine)
      }
    }
  }
}

/// A site's name as a path: the block it belongs to, and what it is within it.
struct SitePath {
  /// Up to the first number, its dot included: `blocks.7.`; else the first part; empty where the
  /// name has but one.
  let block: String
  let rest: String
  /// The number of the block.
  let number: Int?

  init(_ name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let place = parts.firstIndex { Int($0).map { $0 >= 0 } ?? false }
    let count = place.map { $0 + 1 } ?? 1
    guard parts.count > count else {
      (block, rest, number) = ("", name, nil)
      return
    }
    block = parts.prefix(count).joined(separator: ".") + "."
    rest = parts.dropFirst(count).joined(separator: ".")
    number = place.flatMap { Int(parts[$0]) }
  }
}
