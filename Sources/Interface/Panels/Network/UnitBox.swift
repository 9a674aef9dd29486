import DropoutEngine
import PlainText

/// One unit of the sample in full: what came in, what was drawn, what it hands on, and how the unit
/// fared in the whole batch.
struct UnitBox {
  let scene: Scene

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    guard let index = scene.selected else { return }
    let site = scene.call.sites[index]
    let units = LayerUnits(scene, layer: index)
    let unit = scene.state.unit ?? units.loudest
    canvas.box(
      rect, inks.border,
      left: [
        Run("\(scene.siteWords.one) \(unit)", inks.strong),
        Run("  \(StatusLine.cut(site.id.title, 16)), sample \(scene.state.sample + 1)", inks.label),
      ], right: [[Run("h j k l", inks.hotkey)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard unit < units.count, !body.isEmpty else { return }
    var y = body.y
    canvas.write(arithmetic(unit, units, site), x: body.x, y: y, limit: body.width)
    y += 2
    guard let column = batch(unit, site), y < body.maxY else { return }
    drawKept(column, site, in: body, y: y, &canvas)
    y += 3
    guard y + 1 < body.maxY else { return }
    canvas.write("every sample of this call", inks.label, x: body.x, y: y, limit: body.width)
    for (sample, kept) in column.enumerated() {
      let (row, place) = sample.quotientAndRemainder(dividingBy: max(1, body.width / 2))
      guard y + 1 + row < body.maxY else { return }
      let isShown = sample == scene.state.sample
      let style = isShown ? inks.hotkey : kept ? inks.kept : inks.faint
      canvas[body.x + 2 * place, y + 1 + row] = Cell(kept ? "▇" : "·", style)
    }
  }

  /// `before 0.614  × mask 1  × scale 2.00  = after 1.229`.
  private func arithmetic(_ unit: Int, _ units: LayerUnits, _ site: SiteCall) -> [Run] {
    let inks = scene.inks
    let kept = units.isKept(unit)
    return [
      Run(units.areMeans ? "mean " : "before ", inks.label),
      Run(Numerals.short(units.mean(before: unit).map(Double.init)), inks.before),
      Run("  × mask ", inks.label), Run(kept.map { $0 ? "1" : "0" } ?? "–", inks.kept),
      Run("  × scale ", inks.label), Run(site.scale.map(Numerals.factor) ?? "–", inks.text),
      Run("  = after ", inks.label),
      Run(Numerals.short(units.mean(after: unit).map(Double.init)), inks.after),
    ]
  }

  /// Whether each sample kept the unit; nil where no mask over a batch is on record.
  private func batch(_ unit: Int, _ site: SiteCall) -> [Bool]? {
    guard let mask = site.mask, site.samples > 1, site.units > unit,
      site.samples * site.units == mask.count
    else { return nil }
    return (0..<min(site.samples, 4096)).map { mask[$0 * site.units + unit] }
  }

  private func drawKept(
    _ column: [Bool], _ site: SiteCall, in body: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    let count = KeptCount(kept: column.count { $0 }, of: column.count)
    let gauge = KeptGauge(inks: inks, count: count, keep: scene.expectedKeep(site))
    var runs = [
      Run("kept ", inks.label), Run("\(count.kept)", inks.strong),
      Run(" of \(count.of) samples", inks.label),
    ]
    if let band = gauge.band {
      runs.append(Run("   95% keep \(band.lowerBound)…\(band.upperBound)", inks.label))
    }
    canvas.write(runs, x: body.x, y: y, limit: body.width)
    if let sigma = gauge.sigma, runs.width + 10 < body.width {
      let text = Numerals.sigma(sigma)
      canvas.write(
        text, gauge.isOff ? inks.alarm : inks.label,
        x: body.maxX - text.unicodeScalars.count, y: y)
    }
    if y + 1 < body.maxY {
      gauge.draw(x: body.x, y: y + 1, width: body.width, into: &canvas)
    }
  }
}
