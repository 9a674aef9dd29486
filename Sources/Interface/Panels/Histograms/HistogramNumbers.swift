import DropoutEngine

/// The numbers under a histogram: what was measured, and under it what theory expects.
struct HistogramNumbers {
  let inks: Inks
  let stage: HistogramStage
  let layer: SiteCall

  /// From this width on all numbers of a stage stand side by side.
  static let wide = 35

  func draw(in area: Rect, into canvas: inout Canvas) {
    guard area.height > 0 else { return }
    // Aligned in columns where both words have room: `mean` padded to `theory`.
    let isWide = area.width >= HistogramNumbers.wide
    let measured = self.measured(padded: isWide)
    canvas.write(
      measured.fitting(area.width, gap: isWide ? 2 : 1), x: area.x, y: area.y,
      gap: isWide ? 2 : 1)
    guard area.height > 1 else { return }
    let second = expected(padded: isWide) ?? size
    canvas.write(
      second.fitting(area.width, gap: isWide ? 2 : 1), x: area.x, y: area.y + 1,
      gap: isWide ? 2 : 1)
    if area.height > 2, !isWide {
      canvas.write(deviations.fitting(area.width, gap: 1), x: area.x, y: area.y + 2, gap: 1)
    }
  }

  /// The standard deviation on a line of its own, measured and expected.
  private var deviations: [Part] {
    let measured = [Run("sd   ", inks.label), Run(cell(stage.statistics.sd), inks.text)]
    guard let prediction = stage.prediction else { return [Part(0, measured)] }
    let expected = [Run("theory ", inks.label), Run(cell(prediction.sd), inks.text)]
    return [Part(0, measured), Part(1, expected)]
  }

  private func measured(padded: Bool) -> [Part] {
    let values = stage.statistics
    let share = layer.elements > 0 ? Double(values.zeros) / Double(layer.elements) : 0
    return [
      Part(
        0,
        [Run(padded ? "mean   " : "mean ", inks.label), Run(cell(values.mean), inks.strong)]),
      Part(2, [Run("sd ", inks.label), Run(cell(values.sd), inks.text)]),
      Part(1, [Run("zeros ", inks.label), Run(Numerals.percent(share), inks.text)]),
    ]
  }

  private func expected(padded: Bool) -> [Part]? {
    guard let prediction = stage.prediction else { return nil }
    let measured = stage.statistics.mean
    let isOff = prediction.isSurprised(by: measured)
    var parts = [
      Part(0, [Run("theory ", inks.label), Run(cell(prediction.mean), inks.text)]),
      Part(2, [Run(padded ? "   " : "sd ", inks.label), Run(cell(prediction.sd), inks.label)]),
    ]
    if let text = deviation(prediction, measured) {
      parts.append(Part(1, [Run("off ", inks.label), Run(text, isOff ? inks.alarm : inks.text)]))
    }
    return parts
  }

  /// `+0.3%`; an absolute difference where the mean is so near 0 that a share of it says nothing.
  private func deviation(_ prediction: Prediction, _ measured: Double?) -> String? {
    guard let measured, measured.isFinite else { return nil }
    let difference = measured - prediction.mean
    let sign = difference < 0 ? "−" : "+"
    if abs(prediction.mean) < 0.1 * prediction.sd || prediction.mean == 0 {
      return sign + Numerals.short(abs(difference))
    }
    return sign + Numerals.percent(min(abs(difference / prediction.mean), 99))
  }

  /// `32 × 128 = 4096 values`.
  private var size: [Part] {
    let shape = (layer.shape ?? []).prefix(6).map(String.init).joined(separator: " × ")
    let count = [Run("\(layer.elements)", inks.text), Run(" values", inks.label)]
    guard layer.shape?.count ?? 0 > 1 else { return [Part(0, count)] }
    return [Part(0, [Run(shape + " = ", inks.label)] + count, short: count)]
  }

  /// A number in at least five cells, so that measured and expected stand in columns.
  private func cell(_ value: Double?) -> String {
    let text = Numerals.short(value)
    return text + String(repeating: " ", count: max(0, 5 - text.unicodeScalars.count))
  }
}
