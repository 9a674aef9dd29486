import PlainText

/// A measured number and where it should be on one line from 0 on: disc and tick, as on the screen.
struct ScalePicture {
  let measured: Double
  let expected: Double

  init?(measured: Double, expected: Double?) {
    guard let expected, measured.isFinite, expected.isFinite else { return nil }
    self.measured = measured
    self.expected = expected
  }

  /// Both ends of the line.
  var range: ClosedRange<Double> {
    let (low, high) = (min(0, measured, expected), max(0, measured, expected))
    return low...(high > low ? low + (high - low) * 1.15 : low + 1)
  }

  func draw(into page: inout Markup, title: String) {
    page.element(
      "svg", .of("scale"), .just("viewBox", "0 0 1000 40"), .just("role", "img"),
      .just("preserveAspectRatio", "none")
    ) { page in
      page.element("title", words: title)
      var (rule, gap, tick, disc) = (PathData(), PathData(), PathData(), PathData())
      rule.move(0, 20)
      rule.line(1000, 20)
      gap.move(x(min(measured, expected)), 20)
      gap.line(x(max(measured, expected)), 20)
      tick.move(x(expected), 4)
      tick.line(x(expected), 36)
      disc.dot(x(measured), 20)
      page.shape("path", .of("rule"), .path(rule))
      page.shape("path", .of("gap"), .path(gap))
      page.shape("path", .of("line strong"), .path(tick))
      page.shape("path", .of("disc off"), .path(disc))
    }
  }

  private func x(_ value: Double) -> Double {
    1000 * (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }
}
