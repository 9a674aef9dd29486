import DropoutEngine

/// A number over the calls of a session: a dot a call, or some calls pooled, on the band in which 95 of
/// 100 healthy ones lie.
struct CallPlot {
  /// One dot.
  struct Point {
    var first: Int
    var last: Int
    var value: Double?
    /// Where it is expected, and what chance makes of it.
    var expected: Expectation?
    /// What was kept in evaluation, where all should be.
    var inEval: Double?
    var isEval: Bool

    /// Whether chance does not explain it.
    var isOff: Bool {
      SiteReading.Number(value, expected).isOff || (inEval.map { $0 < 1 } ?? false)
    }
  }

  /// What is on the axis.
  enum Quantity { case kept, ratio }

  let points: [Point]
  /// The y axis.
  let range: ClosedRange<Double>

  /// The band reaches so many standard deviations up and down.
  private static let band = 1.96

  init?(_ stretches: [CallStretches.Stretch], _ quantity: Quantity) {
    points = stretches.map { stretch in
      var point = Point(
        first: stretch.first, last: stretch.last, isEval: stretch.evalCalls * 2 > stretch.calls)
      switch quantity {
      case .kept:
        if let share = stretch.train.share {
          let (n, tally) = (stretch.train.drawn, stretch.train)
          point.value = share
          point.expected = Expectation(
            mean: tally.expected / n, sd: tally.variance.squareRoot() / n)
        }
        point.inEval = stretch.eval.share
      case .ratio:
        if let reading = stretch.ratio.reading {
          (point.value, point.expected) = (reading.measured, reading.expected)
        }
      }
      return point
    }
    var values: [Double] = []
    for point in points {
      values += [point.value, point.inEval].compactMap(\.self)
      if let theory = point.expected {
        let reach = Self.band * (theory.sd ?? 0)
        values += [theory.mean - reach, theory.mean + reach]
      }
      if point.inEval != nil { values.append(1) }
    }
    values = values.filter { $0.isFinite && abs($0) < 1e6 }
    guard let low = values.min(), let high = values.max() else { return nil }
    let air = max((high - low) * 0.08, 1e-4)
    range = quantity == .kept ? max(0, low - air)...min(1, high + air) : low - air...high + air
  }

  var calls: (first: Int, last: Int) { (points.first?.first ?? 1, points.last?.last ?? 1) }
  /// How many calls a dot stands for, where that is more than one.
  var pooled: Int? {
    let most = points.map { $0.last - $0.first + 1 }.max() ?? 1
    return most > 1 ? most : nil
  }

  /// The element, 1000 x 100 whatever room it has; words stand beside it.
  ///
  /// - Parameter since: the call from which on something is wrong.
  func draw(into page: inout Markup, title: String, since: Int? = nil) {
    page.element(
      "svg", .of("plot"), .just("viewBox", "0 0 1000 100"), .just("role", "img"),
      .just("preserveAspectRatio", "none")
    ) { page in
      page.element("title", words: title)
      for (ink, path) in layers(since: since) where !path.isEmpty {
        page.shape("path", .of(ink), .path(path))
      }
    }
  }

  private func layers(since: Int?) -> [(StaticString, PathData)] {
    var (eval, band, line, healthy, off, start) =
      (PathData(), PathData(), PathData(), PathData(), PathData(), PathData())
    for run in runs(where: \.isEval) {
      let (left, right) = (x(points[run.lowerBound].first), x(points[run.upperBound - 1].last + 1))
      eval.box(left, 0, right - left, 100)
    }
    for run in runs(where: { $0.expected != nil }) { add(run, band: &band, line: &line) }
    for run in runs(where: { $0.inEval != nil }) {
      line.move(x(points[run.lowerBound].first), y(1))
      line.line(x(points[run.upperBound - 1].last + 1), y(1))
    }
    for point in points {
      let middle = (x(point.first) + x(point.last + 1)) / 2
      for value in [point.value, point.inEval] {
        guard let value else { continue }
        if point.isOff { off.dot(middle, y(value)) } else { healthy.dot(middle, y(value)) }
      }
    }
    if let since {
      start.move(x(since), 0)
      start.line(x(since), 100)
    }
    return [
      ("eval", eval), ("band", band), ("line", line), ("since", start), ("dot", healthy),
      ("dot off", off),
    ]
  }

  /// Steps, so that a change of the rate is a step and no slope.
  private func add(_ run: Range<Int>, band: inout PathData, line: inout PathData) {
    var upper: [(Double, Double)] = []
    var lower: [(Double, Double)] = []
    for (index, point) in points[run].enumerated() {
      guard let theory = point.expected else { continue }
      let reach = Self.band * (theory.sd ?? 0)
      let (left, right) = (x(point.first), x(point.last + 1))
      upper += [(left, y(theory.mean + reach)), (right, y(theory.mean + reach))]
      lower += [(left, y(theory.mean - reach)), (right, y(theory.mean - reach))]
      if index == 0 { line.move(left, y(theory.mean)) } else { line.line(left, y(theory.mean)) }
      line.line(right, y(theory.mean))
    }
    var outline = Self.corners(upper) + Self.corners(lower).reversed()
    guard !outline.isEmpty else { return }
    let start = outline.removeFirst()
    band.move(start.0, start.1)
    for corner in outline { band.line(corner.0, corner.1) }
    band.close()
  }

  /// Steps without the corners that lie within a level stretch.
  private static func corners(_ steps: [(Double, Double)]) -> [(Double, Double)] {
    steps.indices.filter { index in
      guard index > 0, index < steps.count - 1 else { return true }
      return abs(steps[index].1 - steps[index - 1].1) > 0.05
        || abs(steps[index].1 - steps[index + 1].1) > 0.05
    }.map { steps[$0] }
  }

  private func runs(where holds: (Point) -> Bool) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, point) in points.enumerated() where holds(point) {
      if runs.last?.upperBound == index {
        runs[runs.count - 1] = runs[runs.count - 1].lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }

  private func x(_ call: Int) -> Double {
    let (first, last) = calls
    return 1000 * Double(call - first) / Double(max(1, last - first + 1))
  }

  private func y(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return 100 * (1 - min(max(share, -0.2), 1.2))
  }
}

/// Kept over the calls in a few strokes, for a row of a table: in standard deviations, so that all rows
/// share one band, which reaches from a third to two thirds of the height.
struct Sparkline {
  private static let points = 30

  private let levels: [(x: Double, sigma: Double, isOff: Bool)]

  init?(_ stretches: CallStretches) {
    let pooled = stretches.pooled(to: Self.points)
    levels = pooled.enumerated().compactMap { index, stretch in
      if let sigma = stretch.train.sigma {
        return (Double(index), sigma, abs(sigma) >= SiteReading.Number.limit)
      }
      if let share = stretch.eval.share, share < 1 { return (Double(index), -9, true) }
      return nil
    }
    if levels.isEmpty { return nil }
    count = pooled.count
  }

  private let count: Int

  func draw(into page: inout Markup, title: String) {
    var (band, line, off) = (PathData(), PathData(), PathData())
    band.box(0, 8, 120, 8)
    for (index, level) in levels.enumerated() {
      let x = 120 * (level.x + 0.5) / Double(count)
      let y = 12 - 4 * min(max(level.sigma / 1.96, -2.6), 2.6)
      if level.isOff {
        off.dot(x, y)
      } else if index > 0, !levels[index - 1].isOff, level.x - levels[index - 1].x < 1.5 {
        line.line(x, y)
      } else {
        line.move(x, y)
        if levels.count == 1 { line.line(x + 1, y) }
      }
    }
    page.element(
      "svg", .of("spark"), .just("viewBox", "0 0 120 24"), .just("role", "img"),
      .just("preserveAspectRatio", "none")
    ) { page in
      page.element("title", words: title)
      page.shape("path", .of("band"), .path(band))
      if !line.isEmpty { page.shape("path", .of("trace"), .path(line)) }
      if !off.isEmpty { page.shape("path", .of("dot off"), .path(off)) }
    }
  }
}
