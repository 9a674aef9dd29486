import DropoutEngine

/// One stage's histogram on the axis and the scale that the three stages share. Zeros are in no column:
/// they are told as shares, dropped ones apart from those that were there.
struct HistogramPicture {
  /// Before, masked, after.
  enum Stage: CaseIterable {
    case before, masked, after

    var name: StaticString {
      switch self {
      case .before: "before"
      case .masked: "masked"
      case .after: "after"
      }
    }
  }

  let stage: Stage
  let stages: Stages
  let reading: SiteReading
  private let counts: [[Int]]

  init(_ stage: Stage, of stages: Stages, reading: SiteReading) {
    (self.stage, self.stages, self.reading) = (stage, stages, reading)
    counts = [stages.before, stages.masked, stages.after].map {
      HistogramBars($0, range: stages.range).counts
    }
  }

  private var index: Int { Stage.allCases.firstIndex(of: stage) ?? 0 }

  var statistics: StageStatistics {
    switch stage {
    case .before: stages.before
    case .masked: stages.masked
    case .after: stages.after
    }
  }

  /// Where the mean is expected.
  var expected: Expectation? {
    switch stage {
    case .before: nil
    case .masked: reading.masked.expected
    case .after: reading.after.expected
    }
  }

  /// The number and what is expected of it, as the doctor's and the screen's.
  var number: SiteReading.Number {
    switch stage {
    case .before: SiteReading.Number(statistics.mean, nil)
    case .masked: reading.masked
    case .after: reading.after
    }
  }

  /// Shares of all elements: not zero, dropped, zero before, not finite.
  var shares: (values: Double, dropped: Double, zeros: Double) {
    let all = Double(max(1, statistics.size))
    let zeros = Double(stages.before.zeros) / all
    let now = Double(statistics.zeros) / all
    return (max(0, 1 - now), max(0, now - zeros), min(zeros, now))
  }

  func draw(into page: inout Markup, title: String) {
    page.element(
      "svg", .of("histogram"), .just("viewBox", "0 0 1000 100"), .just("role", "img"),
      .just("preserveAspectRatio", "none")
    ) { page in
      page.element("title", words: title)
      page.shape("path", .of(fill), .path(bars(counts[index])))
      if stage != .before { page.shape("path", .of("outline"), .path(outline(counts[0]))) }
    }
    page.element(
      "svg", .of("axis"), .just("viewBox", "0 0 1000 12"), .just("preserveAspectRatio", "none"),
      .just("aria-hidden", "true")
    ) { page in
      var axis = PathData()
      axis.move(0, 6)
      axis.line(1000, 6)
      page.shape("path", .of("rule"), .path(axis))
      if let theory = expected, let x = x(theory.mean) {
        var tick = PathData()
        tick.move(x, 0)
        tick.line(x, 12)
        page.shape("path", .of("line"), .path(tick))
      }
      if let mean = statistics.mean, let x = x(mean) {
        var disc = PathData()
        disc.dot(x, 6)
        page.shape("path", .of(number.isOff ? "disc off" : discInk(of: stage)), .path(disc))
      }
    }
    page.element(
      "svg", .of("shares"), .just("viewBox", "0 0 1000 4"), .just("preserveAspectRatio", "none"),
      .just("aria-hidden", "true")
    ) { page in
      let shares = shares
      var from = 0.0
      for (ink, share) in [(fill, shares.values), ("cut", shares.dropped), ("null", shares.zeros)] {
        var box = PathData()
        box.box(1000 * from, 0, 1000 * share, 4)
        if share > 0 { page.shape("path", .of(ink), .path(box)) }
        from += share
      }
    }
  }

  private var fill: StaticString {
    switch stage {
    case .before: "before"
    case .masked: "masked"
    case .after: "after"
    }
  }

  private func discInk(of stage: Stage) -> StaticString {
    switch stage {
    case .before: "disc before"
    case .masked: "disc masked"
    case .after: "disc after"
    }
  }

  private var tallest: Double { Double(max(1, counts.map { $0.max() ?? 0 }.max() ?? 1)) }

  private func bars(_ counts: [Int]) -> PathData {
    var path = PathData()
    let width = 1000 / Double(max(1, counts.count))
    for (index, count) in counts.enumerated() where count > 0 {
      let height = max(1, 100 * Double(count) / tallest)
      path.box(Double(index) * width, 100 - height, width, height)
    }
    return path
  }

  private func outline(_ counts: [Int]) -> PathData {
    var path = PathData()
    let width = 1000 / Double(max(1, counts.count))
    var isDown = true
    for (index, count) in counts.enumerated() {
      let height = 100 * Double(max(0, count)) / tallest
      if count <= 0 {
        isDown = true
        continue
      }
      if isDown {
        path.move(Double(index) * width, 100 - height)
      } else {
        path.line(Double(index) * width, 100 - height)
      }
      path.line(Double(index + 1) * width, 100 - height)
      isDown = false
    }
    return path
  }

  private func x(_ value: Double) -> Double? {
    let range = stages.range
    guard value.isFinite, range.high > range.low else { return nil }
    return 1000 * min(max((value - range.low) / (range.high - range.low), 0), 1)
  }
}
