import DropoutEngine

/// The whole network at a glance: blocks down, the sites of a block across, tone by |σ|.
struct LayersMap {
  /// Blocks in the order of their numbers, by what stands before their number.
  private let blocks: [String]
  /// What the sites of a block are called.
  private let columns: [String]
  private let cells: [String: [String: LayerRow]]
  private let labels: [String]

  /// Nil where the names make no map: fewer than two numbered blocks, or sites that are not alike.
  init?(_ rows: [LayerRow]) {
    var cells: [String: [String: LayerRow]] = [:]
    var numbers: [String: Int] = [:]
    var columns: [String] = []
    for row in rows {
      let path = SitePath(row.name)
      guard let number = path.number else { continue }
      numbers[path.block] = number
      cells[path.block, default: [:]][path.rest] = row
      if !columns.contains(path.rest) { columns.append(path.rest) }
      // More columns than any map has room for are no map.
      if columns.count > LayersMap.most { return nil }
    }
    guard cells.count >= 2, !columns.isEmpty,
      cells.values.reduce(0, { $0 + $1.count }) * 2 > cells.count * columns.count
    else { return nil }
    blocks = numbers.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    self.columns = columns
    self.cells = cells
    labels = LayersMap.labels(columns)
  }

  /// What all of it takes, with its border and a row of air.
  var size: Size { Size(width: 4 * columns.count + 7, height: blocks.count + 4) }

  /// Columns that the widest map has room for.
  private static let most = 10

  func draw(_ scene: Scene, in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border, left: [Run("map", inks.strong)],
      right: [[Run("\(blocks.count) × \(columns.count)", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height >= 2, body.width >= 8 else { return }
    let selected = scene.site.map { SitePath($0.name) }
    let (left, pitch) = (body.x + 4, 4)
    for (index, label) in labels.enumerated() where 4 + index * pitch + 3 <= body.width {
      canvas.write(label, inks.label, x: left + index * pitch, y: body.y)
    }
    // The blocks in sight are those around the selected one.
    let height = min(blocks.count, body.height - 1)
    let centre = selected.flatMap { blocks.firstIndex(of: $0.block) } ?? 0
    let first = max(0, min(centre - height / 2, blocks.count - height))
    for (line, block) in blocks[first..<first + height].enumerated() {
      let y = body.y + 1 + line
      let isSelected = block == selected?.block
      let number = SitePath(block + "x").number.map(String.init) ?? ""
      canvas.write(
        number, isSelected ? inks.strong : inks.label, x: body.x + max(0, 2 - number.count), y: y,
        limit: 3)
      for (index, column) in columns.enumerated() where 4 + index * pitch + 2 <= body.width {
        let x = left + index * pitch
        let row = cells[block]?[column]
        canvas[x, y] = cell(row, inks, scene.theme)
        canvas[x + 1, y] = cell(row, inks, scene.theme)
        if isSelected, column == selected?.rest {
          canvas[x - 1, y] = Cell("‹", inks.hotkey)
          canvas[x + 2, y] = Cell("›", inks.hotkey)
        }
      }
    }
    let legend = [
      Run(" ", inks.text), Run("▇▇", inks.ink(inks.step(scene.theme.kept, 0.5))),
      Run(" as p says ", inks.label),
    ]
    if legend.width + 4 <= rect.width {
      canvas.write(legend, x: rect.x + 2, y: rect.maxY - 1)
    }
  }

  private func cell(_ row: LayerRow?, _ inks: Inks, _ theme: Theme) -> Cell {
    guard let row else { return Cell(" ", inks.text) }
    guard let sigma = row.sigma else { return Cell("·", inks.faint) }
    if row.status == .odd { return Cell(inks.shadesCarryValue ? "█" : "▇", inks.alarm) }
    let tone = 0.4 + 0.09 * min(abs(sigma), 5)
    return Cell(inks.shadesCarryValue ? "▒" : "▇", inks.ink(inks.step(theme.kept, tone)))
  }

  /// Three letters a column: of the last word that tells it from others, else a number.
  private static func labels(_ columns: [String]) -> [String] {
    let labels = columns.map { column in
      let words = column.split { ".-_ ".contains($0) }
        .filter { !["drop", "dropout", "layer"].contains($0.lowercased()) }
      return String((words.last ?? Substring(column)).prefix(3))
    }
    return Set(labels).count == labels.count
      ? labels : columns.indices.map { String($0 + 1) }
  }
}
