import DropoutEngine
import RealModule

/// Paints channels and heads as tiles: values as tones, what was dropped crossed out or dotted.
struct TilePainter {
  let scene: Scene
  let index: Int
  let picture: SitePicture
  let layout: TileLayout
  /// The selected channel, or weight.
  let selected: Int?
  private let values: [Float]
  private let mask: Mask?
  private let sample: Int
  private let peak: Double

  init(
    scene: Scene, index: Int, picture: SitePicture, layout: TileLayout, selected: Int?
  ) {
    (self.scene, self.index, self.picture) = (scene, index, picture)
    (self.layout, self.selected) = (layout, selected)
    let site = scene.call.sites[index]
    mask = site.mask
    sample = max(0, min(scene.state.sample, site.samples - 1))
    values = Self.part(scene.call.tensors?.before, index, site, sample)
    peak = Double(values.lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0)
  }

  /// The numbers of one sample; empty where they are not at hand.
  private static func part(
    _ all: [[Float]]?, _ index: Int, _ site: SiteCall, _ sample: Int
  ) -> [Float] {
    guard let all, index < all.count, let shape = site.shape, let first = shape.first else {
      return []
    }
    let size = elementCount(shape) / max(1, first)
    guard (sample + 1) * size <= all[index].count else { return [] }
    return Array(all[index][sample * size..<(sample + 1) * size])
  }

  private var inks: Inks { scene.inks }

  func draw(into canvas: inout Canvas) {
    for tile in 0..<layout.count {
      let rect = layout.rect(tile)
      switch picture {
      case .channels(let count, let map): drawChannel(tile, of: count, map, in: rect, &canvas)
      case .heads(let count, let weights): drawHead(tile, of: count, weights, in: rect, &canvas)
      case .units, .path: break
      }
    }
  }

  private func bit(_ place: Int) -> Bool {
    guard let mask else { return true }
    return place < 0 || place >= mask.count || mask[place]
  }

  // MARK: - Channels

  private func drawChannel(
    _ channel: Int, of count: Int, _ map: Size, in rect: Rect, _ canvas: inout Canvas
  ) {
    if !bit(sample * count + channel) {
      cross(rect, &canvas)
    } else {
      for y in 0..<rect.height {
        for x in 0..<rect.width {
          let upper = mean(channel, map, x, 2 * y)
          let lower = mean(channel, map, x, 2 * y + 1)
          canvas[rect.x + x, rect.y + y] = halves(upper, lower)
        }
      }
    }
    if channel == selected { mark(rect, &canvas) }
  }

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
  private func mean(_ channel: Int, _ map: Size, _ x: Int, _ y: Int) -> Double? {
    let side = layout.shrink
    let rows = y * side..<min((y + 1) * side, max(y * side, map.height))
    let columns = x * side..<min((x + 1) * side, max(x * side, map.width))
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    var (sum, count) = (0.0, 0)
    for row in rows {
      for column in columns {
        let place = (channel * map.height + row) * map.width + column
        guard place < values.count else { return .nan }
        let value = Double(values[place])
        if side == 1 { return value }
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
  private func tone(_ value: Double) -> Double {
    guard peak > 0, value.isFinite else { return value.isFinite ? 0 : 1 }
    return Double.pow(min(abs(value) / peak, 1), 0.75)
  }

  private func color(_ value: Double) -> Color {
    inks.step(value < 0 ? scene.theme.negative : scene.theme.kept, 0.2 + 0.8 * tone(value))
  }

  // MARK: - Heads

  private func drawHead(
    _ head: Int, of count: Int, _ weights: Size, in rect: Rect, _ canvas: inout Canvas
  ) {
    let side = layout.shrink
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        let place = (head * weights.height + y * side) * weights.width + x * side
        let all = count * weights.width * weights.height
        let isKept = bit(sample * all + place)
        var cell = Cell("·", inks.faint)
        if isKept {
          cell =
            place < values.count
            ? Ramp(inks, scene.theme.kept).block(tone(Double(values[place])))
            : Ramp(inks, scene.theme.kept).block(0.7)
          if !inks.shadesCarryValue { cell.glyph = "▇" }
        }
        if place == selected {
          cell.style = inks.hasColor ? inks.accent : Style(bold: true, reverse: true)
        }
        canvas[rect.x + x, rect.y + y] = cell
      }
    }
  }

  private func mark(_ rect: Rect, _ canvas: inout Canvas) {
    canvas[rect.x - 1, rect.y] = Cell("‹", inks.hotkey)
    canvas[rect.maxX, rect.y] = Cell("›", inks.hotkey)
  }
}
