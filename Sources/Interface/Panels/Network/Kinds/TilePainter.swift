import DropoutEngine
import RealModule

/// Paints channels, heads and matrices as tiles: values as tones, what was dropped crossed out or
/// dotted.
struct TilePainter {
  let scene: Scene
  let picture: TilePicture
  let layout: TileLayout
  /// The selected channel, or decision.
  let selected: Int?
  let site: SiteCall
  let index: Int
  let values: [Float]
  let sample: Int
  let first: Int
  private let peak: Double

  init(
    scene: Scene, index: Int, picture: TilePicture, layout: TileLayout, selected: Int?
  ) {
    (self.scene, self.picture, self.layout) = (scene, picture, layout)
    (self.selected, self.index) = (selected, index)
    site = scene.call.sites[index]
    sample = max(0, min(scene.state.sample, picture.samples - 1))
    first = picture.firstDecision(sample)
    let before = scene.call.tensors.flatMap { index < $0.before.count ? $0.before[index] : nil }
    // Shares of many elements have no values.
    let hasValues = picture.isWhole && (picture.isMap || layout.shrink.isOne)
    values = hasValues ? before ?? [] : []
    peak = Self.peak(values, picture, sample)
  }

  /// The largest magnitude of the sample.
  private static func peak(_ values: [Float], _ picture: TilePicture, _ sample: Int) -> Double {
    var peak: Float = 0
    func take(_ place: Int) {
      let magnitude = abs(values[place])
      if magnitude.isFinite, magnitude > peak { peak = magnitude }
    }
    if let elements = picture.elements(sample) {
      for place in elements.clamped(to: values.indices) { take(place) }
      return Double(peak)
    }
    for row in 0..<picture.size.height {
      for column in 0..<picture.size.width {
        let place = picture.element(sample, 0, row, column)
        if place < values.count { take(place) }
      }
    }
    return Double(peak)
  }

  var inks: Inks { scene.inks }

  func draw(into canvas: inout Canvas) {
    guard picture.isMap else {
      SheetPainter(self).draw(into: &canvas)
      return
    }
    for tile in 0..<layout.count { drawMap(tile, in: layout.rect(tile), &canvas) }
  }

  func isKept(_ decision: Int) -> Bool {
    guard let mask = site.mask else { return true }
    return decision < 0 || decision >= mask.count || mask[decision]
  }

  private func drawMap(_ tile: Int, in rect: Rect, _ canvas: inout Canvas) {
    let decision = picture.decision(sample, tile, 0, 0)
    if isKept(decision) {
      for y in 0..<rect.height {
        for x in 0..<rect.width {
          canvas[rect.x + x, rect.y + y] = halves(mean(tile, x, 2 * y), mean(tile, x, 2 * y + 1))
        }
      }
    } else if site.fill != nil {
      // Where dropped is a number of its own, its tile is not empty.
      canvas.fill(rect, with: filled)
    } else {
      cross(rect, &canvas)
    }
    if decision - first == selected { mark(rect, &canvas) }
  }

  var filled: Cell { Cell("▪", inks.ink(scene.theme.negative)) }

  /// Dots, and a cross over their middle.
  private func cross(_ rect: Rect, _ canvas: inout Canvas) {
    canvas.fill(rect, with: Cell("·", inks.faint))
    guard rect.width >= 2 else { return }
    let x = rect.x + rect.width / 2 - 1
    let y = rect.y + max(0, rect.height / 2 - 1)
    canvas.write("╲╱", inks.label, x: x, y: y)
    if rect.height >= 2 { canvas.write("╱╲", inks.label, x: x, y: y + 1) }
  }

  /// The mean of |x| where several places of a map share half a cell, else x; nil beyond the map.
  private func mean(_ tile: Int, _ x: Int, _ y: Int) -> Double? {
    let (across, down) = (layout.shrink.width, layout.shrink.height)
    let rows = y * down..<min((y + 1) * down, max(y * down, picture.size.height))
    let columns = x * across..<min((x + 1) * across, max(x * across, picture.size.width))
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let place = picture.element(sample, tile, row, column)
        guard place < values.count else { return .nan }
        let value = Double(values[place])
        if across == 1, down == 1 { return value }
        sum += abs(value)
        count += 1
      }
    }
    return sum / Double(count)
  }

  /// Two places, one above the other, in one cell.
  private func halves(_ upper: Double?, _ lower: Double?) -> Cell {
    let shown = [upper, lower].compactMap { $0 }
    guard !values.isEmpty else { return Ramp(inks, scene.theme.kept).block(0.7) }
    if inks.shadesCarryValue {
      let mean = shown.reduce(0) { $0 + abs($1) } / Double(max(1, shown.count))
      return Ramp(inks, scene.theme.kept).block(tone(mean))
    }
    let above = color(upper ?? 0)
    let below = lower.map(color) ?? scene.theme.ground
    return Cell("▀", Style(foreground: above, background: below))
  }

  /// The tone of a value over the largest of this sample.
  func tone(_ value: Double) -> Double {
    guard peak > 0, value.isFinite else { return value.isFinite ? 0 : 1 }
    return Double.pow(min(abs(value) / peak, 1), 0.75)
  }

  func color(_ value: Double) -> Color {
    inks.step(value < 0 ? scene.theme.negative : scene.theme.kept, 0.2 + 0.8 * tone(value))
  }

  private func mark(_ rect: Rect, _ canvas: inout Canvas) {
    canvas[rect.x - 1, rect.y] = Cell("‹", inks.hotkey)
    canvas[rect.maxX, rect.y] = Cell("›", inks.hotkey)
  }
}

extension Size {
  /// Whether both sides are 1.
  var isOne: Bool { width == 1 && height == 1 }
}
