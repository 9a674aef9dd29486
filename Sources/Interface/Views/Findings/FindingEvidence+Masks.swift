import DropoutEngine

/// Masks as evidence, a dot an element that is kept.
extension FindingEvidence {
  // MARK: - The same mask again

  /// The two masks, once they are read.
  var repeated: RepeatedMask? {
    RepeatedMaskQuestion(finding).flatMap { scene.state.inquired.answer(to: $0) }
  }

  func drawMasks(_ rect: Rect, _ canvas: inout Canvas) {
    guard let question = RepeatedMaskQuestion(finding), let answer = repeated,
      let site = answer.first, let first = site.mask
    else { return }
    let again = answer.again?.mask
    let columns = rect.top(rect.height - 1).columns([.share(1), .exactly(2), .share(1)])
    let plane = Plane(site.maskShape ?? [first.count])
    for (place, (number, mask)) in [(question.first, first), (question.again, again)].enumerated() {
      let column = columns[2 * place]
      canvas.write("call \(number)", inks.text, x: column.x, y: column.y, limit: column.width)
      let area = column.below(1)
      if let mask {
        FindingEvidence.dots(mask, plane, area, inks.kept, &canvas)
      } else {
        canvas.write(
          "its mask is not on record", inks.label, x: area.x, y: area.y, limit: area.width)
      }
    }
    guard let again, first.count == again.count else { return }
    canvas.write(
      difference(first, again, site), x: rect.x, y: rect.maxY - 1, limit: rect.width)
  }

  /// `differ: 0 of 2048. Independent: 2p(1−p), 1024 ± 44`: two standard deviations.
  private func difference(_ first: Mask, _ mask: Mask, _ site: SiteCall) -> [Run] {
    let count = zip(first.words, mask.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    let begin = [
      Run("differ: ", inks.label), Run("\(count)", count == 0 ? inks.alarm : inks.strong),
      Run(" of \(mask.count)", inks.text),
    ]
    guard let rate = site.rate, rate.value > 0, rate.keep > 0 else { return begin }
    let share = 2 * rate.value * rate.keep
    let expected = Double(mask.count) * share
    let band = 2 * (expected * (1 - share)).squareRoot()
    return begin + [
      Run("   independent ones: ", inks.label),
      Run("\(Int(nearest: expected)) ± \(Int(nearest: band))", inks.accent),
    ]
  }

  /// The upper left of a mask, a dot an element.
  static func dots(
    _ mask: Mask, _ plane: Plane, _ area: Rect, _ ink: Style, _ canvas: inout Canvas
  ) {
    let (rows, columns) = (min(plane.rows, 4 * area.height), min(plane.columns, 2 * area.width))
    guard rows > 0, columns > 0, plane.rows * plane.columns <= mask.count else { return }
    for y in 0..<(rows + 3) / 4 {
      for x in 0..<(columns + 1) / 2 {
        var pattern: UInt8 = 0
        for row in 4 * y..<min(rows, 4 * y + 4) {
          for column in 2 * x..<min(columns, 2 * x + 2)
          where mask[row * plane.columns + column] {
            pattern |= Braille.bit(row: row - 4 * y, column: column - 2 * x)
          }
        }
        if pattern != 0 { canvas[area.x + x, area.y + y] = Cell(Braille.glyph(pattern), ink) }
      }
    }
  }

  // MARK: - Decisions that move together

  /// The first rows of the mask of the call on screen, and as many decisions that are made one by one
  /// and keep the same share of them; nil where there is no mask to show.
  var grain: (mask: Mask, independent: Mask, plane: Plane)? {
    guard let site = entry, let mask = site.mask, mask.count > 1,
      case let whole = Plane(site.maskShape ?? [mask.count]),
      case let plane = Plane([min(whole.rows, 40), whole.columns]),
      (1...min(mask.count, 1 << 16)).contains(plane.count),
      let share = try? Rate(1 - Double(mask.kept) / Double(mask.count)),
      var generator = try? Dialect.named("philox").generator(seed: UInt64(scene.call.number))
    else { return nil }
    let draw = MaskCall(shape: [plane.count], rate: share, at: DrawSite(call: 1, layer: 0))
    guard let independent = generator.mask(draw) else { return nil }
    return (mask, independent, plane)
  }

  func drawGrain(_ rect: Rect, _ canvas: inout Canvas) {
    guard let grain else { return }
    let columns = rect.columns([.share(1), .exactly(2), .share(1)])
    let title = [Run("call \(scene.call.number)", inks.text), Run(", a dot is kept", inks.label)]
    let pictures = [
      (title, grain.mask), ([Run("as many, drawn one by one", inks.label)], grain.independent),
    ]
    for (place, (title, mask)) in pictures.enumerated() {
      let column = columns[2 * place]
      canvas.write(title, x: column.x, y: column.y, limit: column.width)
      let ink = place == 0 ? inks.kept : inks.label
      FindingEvidence.dots(mask, grain.plane, column.below(1), ink, &canvas)
    }
  }
}
