import DropoutEngine
import TestSupport
import Testing

@testable import Interface

@Test("Resampling conserves counts, whatever the number of bins and columns")
func resamplingConserves() {
  var random = SplitMix64(state: 1)
  for bins in [1, 2, 7, 10, 63, 64, 65, 100] {
    let counts = (0..<bins).map { _ in Double(random.next() % 1000) }
    for columns in 1...150 {
      let total = HistogramColumns.resample(counts, to: columns).reduce(0, +)
      #expect(abs(total - counts.reduce(0, +)) < 1e-6, "\(bins) bins in \(columns) columns")
    }
  }
}

@Test("Whole groups of bins are taken where they fill the room, else bins are split")
func columnCounts() {
  #expect(HistogramColumns.count(bins: 64, room: 34) == 32)
  #expect(HistogramColumns.count(bins: 64, room: 64) == 64)
  #expect(HistogramColumns.count(bins: 64, room: 60) == 60)
  #expect(HistogramColumns.count(bins: 64, room: 130) == 128)
  #expect(HistogramColumns.count(bins: 7, room: 7) == 7)
  #expect(HistogramColumns.count(bins: 0, room: 9) == 0)
  #expect(HistogramColumns.resample([4, 2, 6, 8], to: 2) == [6, 14])
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
  #expect(HistogramColumns.ticks(HistogramRange(low: -8, high: 8), atMost: 5) == [-8, -4, 0, 4, 8])
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
  for text in ["nan 2", "inf 1", "5›", "‹3"] { #expect(frame.contains(text)) }
}
