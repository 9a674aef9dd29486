import DropoutEngine
import TestSupport
import Testing

@testable import Interface

/// A stage with bins alone.
private func stage(_ bins: [Int], zeros: Int = 0) -> StageStatistics {
  StageStatistics(
    mean: nil, sd: nil, min: nil, max: nil, zeros: zeros, nan: 0, inf: 0, below: 0, above: 0,
    bins: bins)
}

@Test("Columns and what lies beyond them hold every count, whatever the bins and the axis")
func columnsHoldEveryCount() {
  var random = SplitMix64(state: 1)
  for bins in [1, 2, 7, 10, 63, 64, 65, 100] {
    let counts = (0..<bins).map { _ in Int(random.next() % 1000) }
    let total = Double(counts.reduce(0, +))
    for columns in 1...150 {
      for axis in [(0.0, 4.0), (-1, 3), (1, 2), (-8, 8), (3.5, 20)] {
        let columns = HistogramColumns(
          stage(counts), HistogramRange(low: 0, high: 4),
          onto: HistogramRange(low: axis.0, high: axis.1), columns: columns)
        let beyond = Double(columns.below + columns.above)
        // What lies beyond is told in whole values.
        #expect(abs(columns.counts.reduce(0, +) + beyond - total) <= 1.001, "\(axis)")
      }
    }
  }
}

@Test("Bins go to the columns that they lie over, and what an axis cuts off is counted")
func binsGoToTheirColumns() {
  let range = HistogramRange(low: 0, high: 4)
  func columns(_ low: Double, _ high: Double, _ count: Int) -> HistogramColumns {
    HistogramColumns(
      stage([4, 2, 6, 8]), range, onto: HistogramRange(low: low, high: high), columns: count)
  }
  #expect(columns(0, 4, 2).counts == [6, 14])
  #expect(columns(0, 4, 8).counts == [2, 2, 1, 1, 3, 3, 4, 4])
  #expect(columns(0, 2, 2).counts == [4, 2] && columns(0, 2, 2).above == 14)
  #expect(columns(1, 8, 7).counts == [2, 6, 8, 0, 0, 0, 0] && columns(1, 8, 7).below == 4)
  #expect(columns(0, 0, 3).counts == [0, 0, 0] && columns(.nan, 1, 3).counts == [0, 0, 0])
}

@Test("Zeros leave the bin that holds them, at the edge and in the middle")
func zerosLeaveTheirBin() {
  var stage = StageStatistics(
    mean: 0, sd: 0, min: 0, max: 0, zeros: 5, nan: 0, inf: 0, below: 0, above: 0,
    bins: [7, 1, 9, 2])
  #expect(HistogramColumns.withoutZeros(stage, HistogramRange(low: 0, high: 4)) == [2, 1, 9, 2])
  #expect(HistogramColumns.withoutZeros(stage, HistogramRange(low: -2, high: 2)) == [7, 1, 4, 2])
  #expect(HistogramColumns.withoutZeros(stage, HistogramRange(low: 1, high: 2)) == [7, 1, 9, 2])
  stage.zeros = 100
  #expect(HistogramColumns.withoutZeros(stage, HistogramRange(low: 0, high: 4)) == [0, 1, 9, 2])
}

@Test("Ticks stand at round values")
func ticksAreRound() {
  #expect(HistogramColumns.ticks(HistogramRange(low: 0, high: 4), atMost: 5) == [0, 1, 2, 3, 4])
  #expect(HistogramColumns.ticks(HistogramRange(low: 0, high: 4), atMost: 3) == [0, 2, 4])
  #expect(HistogramColumns.ticks(HistogramRange(low: -8, high: 8), atMost: 5) == [-5, 0, 5])
  #expect(HistogramColumns.ticks(HistogramRange(low: 0, high: 0.5), atMost: 3) == [0, 0.2, 0.4])
  for range in [(0.0, 0.0), (1, 0), (.nan, 1), (0, .infinity), (-1e308, 1e308)] {
    #expect(
      HistogramColumns.ticks(HistogramRange(low: range.0, high: range.1), atMost: 5).isEmpty)
  }
}

@Test("Values that no bin holds are on screen")
func outliersAreShown() {
  var state = SampleCall().state(120, 40)
  state.arrival?.call.sites[0].stages?.after.nan = 2
  state.arrival?.call.sites[0].stages?.after.inf = 1
  state.arrival?.call.sites[0].stages?.after.above = 5
  state.arrival?.call.sites[0].stages?.before.below = 3
  let frame = ansi(picture(state), .none)
  for text in ["NaN 2  infinite 1", " more ▸", "◂ 3 more"] { #expect(frame.contains(text)) }
}

@Suite struct StageAxisTests {
  /// Stages whose values before the mask fill bins of 0.0625.
  private func stages(_ bins: [Int], min: Double = 0) -> Stages {
    var before = stage(bins)
    (before.min, before.max) = (min, Double(bins.count) / 16)
    return Stages(
      range: HistogramRange(low: 0, high: Double(bins.count) / 16), before: before, masked: before,
      after: before)
  }

  @Test func `it ends at a round number that holds twice what 999 of 1000 values stay below`() {
    var bins = Array(repeating: 0, count: 64)
    bins[0] = 3990
    bins[22] = 10
    #expect(StageAxis(stages(bins))?.range == HistogramRange(low: 0, high: 3))
    bins[60] = 4
    #expect(StageAxis(stages(bins))?.range == HistogramRange(low: 0, high: 3))
    bins[60] = 40
    #expect(StageAxis(stages(bins))?.range == HistogramRange(low: 0, high: 8))
    #expect(StageAxis(stages(bins, min: -1))?.range == HistogramRange(low: -8, high: 8))
  }

  @Test func `mode, phase and rate do not move it, and it only grows`() {
    var axes: Set<[Double]> = []
    var screen = SampleCall().state(120, 40)
    for mode in [Mode.vanilla, .inverted] {
      for phase in [Phase.train, .eval] {
        for rate in [0.1, 0.5, 0.9] {
          let arrival = SampleCall(phase: phase, mode: mode, rate: rate, points: 1).arrival()
          _ = update(&screen, .arrived(arrival), at: 0)
          let range = screen.axes["hidden1"]?.range
          axes.insert([range?.low ?? .nan, range?.high ?? .nan])
        }
      }
    }
    #expect(axes.count == 1)
    var small = SampleCall(points: 1).arrival()
    small.call.sites[0].stages = stages([4096])
    _ = update(&screen, .arrived(small), at: 0)
    #expect(screen.axes["hidden1"]?.range.high == axes.first?.last)
  }

  @Test func `values of any size, or none, end somewhere finite`() {
    for (low, high) in [(0, 0), (-1e308, 1e308), (Double.nan, 1), (0, 1e-38), (0, 3e38)] {
      var stages = stages([1, 2, 3])
      stages.range = HistogramRange(low: low, high: high)
      (stages.before.min, stages.before.max) = (low, high)
      let range = StageAxis(stages)?.range ?? HistogramRange(low: 0, high: 1)
      #expect(range.high > range.low && range.high.isFinite && range.low.isFinite)
    }
  }
}
