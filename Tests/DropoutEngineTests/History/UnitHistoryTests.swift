import TestSupport
import Testing

@testable import DropoutEngine

/// Golden values are printed by Tests/Peers/unit_numbers.py, which draws the same masks.
@Suite struct UnitHistoryTests {
  private static let (rows, units, count) = (8, 20, 60)

  private static func call(
    _ number: Int, _ mask: Mask?, rate: Double?, shape: [Int] = [rows, units]
  ) -> ForwardCall {
    var site = SiteCall(name: "a")
    site.shape = shape
    site.rate = rate.flatMap { try? Rate($0) }
    site.draw = mask.map(SiteCall.Draw.mask) ?? .nothing
    return ForwardCall(number: number, phase: mask == nil ? .eval : .train, sites: [site])
  }

  /// Kept with a chance of 1/2, and from call 31 on of 7/10.
  private static func masks() -> [(mask: Mask, rate: Double)] {
    var random = SplitMix64(state: 5)
    return (0..<count).map { call in
      let keep: UInt64 = call < 30 ? 500 : 700
      let bits = (0..<rows * units).map { _ in random.next() % 1000 < keep }
      return (Mask(bits), call < 30 ? 0.5 : 0.3)
    }
  }

  private static func history() -> UnitHistory {
    var history = UnitHistory(site: "a")
    for (index, drawn) in masks().enumerated() {
      history.take(call(index + 1, drawn.mask, rate: drawn.rate), kind: "dropout")
    }
    return history
  }

  @Test func `keep counts and χ² are NumPy's, over rates that change`() throws {
    let tally = try #require(Self.history().tally)
    #expect(
      tally.kept == [
        289, 293, 294, 264, 294, 303, 288, 292, 293, 314, 293, 282, 291, 318, 285, 302, 285, 295,
        289, 278,
      ])
    #expect(tally.rows == 480 && tally.degrees == 20 && tally.keep == nil)
    #expect(abs(tally.chiSquared - 26.721014492753575) < 1e-9)
    #expect(abs(try #require(tally.chance) - 0.1432970777941097) < 1e-9)
    #expect(tally.extremes?.least == 3 && tally.extremes?.most == 13)
  }

  @Test func `correlations at eight lags are NumPy's`() {
    let expected = [
      (0.006338763575605677, 0.6053436246025214), (0.009336419753086415, 0.8678351572057355),
      (-0.0024181547619047607, -0.21191646570140346),
      (-0.012003968253968253, -0.9110371354294616), (0.01314484126984127, 0.5759780862653533),
      (0.0026757369614512478, 0.24523534331282956), (0.010109417456644969, 0.9822275872688866),
      (-0.00423303657822371, -0.39709402956819073),
    ]
    let lags = Self.history().lags
    for (lag, (tally, (r, sigma))) in zip(DrawLag.allCases, zip(lags, expected)) {
      #expect(abs((tally.correlation ?? .nan) - r) < 1e-12, "\(lag)")
      #expect(abs((tally.sigma ?? .nan) - sigma) < 1e-9, "\(lag)")
    }
  }

  @Test func `changed elements and runs are NumPy's`() throws {
    let history = Self.history()
    let last = try #require(history.changes.last)
    #expect(last.changed == 64 && abs(last.expected - 67.2) < 1e-9)
    #expect(abs(last.sd - 6.243076164840534) < 1e-9 && history.changes.count == 59)
    #expect(history.changes.bins.reduce(0, +) == 59)
    let expected = [0: (5, 5), 1: (11, 5), 63: (7, 3), 64: (9, 10), 159: (6, 7)]
    for (element, runs) in expected {
      #expect(try #require(history.runs[element]) == runs, "element \(element)")
    }
    #expect(history.runs[160] == nil && history.changes.equal == 0 && history.changes.pairs == 1770)
  }

  @Test func `the expected histogram is SciPy's binomial where the rate was one`() {
    let cases: [(Int, Double, [Double])] = [
      (
        32, 0.5,
        [
          0.034243375062942505, 0.4137800931930542, 0.8359193801879883, 5.767843723297119,
          6.729151010513306, 10.352540016174316, 30.90972661972046, 17.91359156370163,
        ]
      ),
      (
        12448, 0.5,
        [
          0.07289015554974156, 0.3064968713656068, 1.186330265758608, 3.5862391999769665,
          8.468431634155634, 15.622752857111422, 22.518903563619393, 24.475910904925257,
        ]
      ),
      (
        403, 0.8,
        [
          0.11404297760761127, 0.39085877679001735, 1.3445080017371227, 3.7544438482279436,
          8.463678878974392, 15.30949844403023, 22.071986241682747, 25.176073410342653,
        ]
      ),
    ]
    for (rows, keep, expected) in cases {
      let mean = Double(rows) * keep
      let tally = UnitTally(
        kept: Array(repeating: UInt32(mean), count: 128), rows: rows, expected: mean,
        variance: mean * (1 - keep), keep: keep)
      let histogram = tally.histogram(bins: 15, reach: 3.75)
      #expect(abs(histogram.expected.reduce(0, +) - 128) < 1e-9)
      for (found, wanted) in zip(histogram.expected, expected) {
        #expect(abs(found - wanted) < 1e-7, "\(rows) rows")
      }
      #expect(histogram.units.reduce(0, +) == 128 && histogram.units[7] == 128)
    }
  }

  @Test func `a mask that comes again is counted, and correlates with the one before`() {
    var history = UnitHistory(site: "a")
    let mask = Self.masks()[0].mask
    for number in 1...12 { history.take(Self.call(number, mask, rate: 0.5), kind: nil) }
    #expect(history.changes.equal == 66 && history.changes.pairs == 66)
    #expect(history.changes.last?.changed == 0)
    #expect(abs((history.lags[6].correlation ?? 0) - 1) < 1e-12)
    #expect((history.lags[6].sigma ?? 0) > 40)
  }

  @Test func `evaluation, other sites, recomputations and other shapes do not count`() {
    var history = Self.history()
    let before = history.tally
    history.take(Self.call(61, nil, rate: 0.5), kind: nil)
    var other = Self.call(62, Self.masks()[0].mask, rate: 0.5)
    other.sites[0].name = "b"
    history.take(other, kind: nil)
    var again = Self.call(63, Self.masks()[0].mask, rate: 0.5)
    again.sites[0].isRecomputed = true
    history.take(again, kind: nil)
    history.take(
      Self.call(64, Mask(repeating: true, count: 9), rate: 0.5, shape: [3, 3]), kind: nil)
    #expect(history.tally == before && history.through == 64 && history.otherShapes == 1)
  }

  @Test func `where no rate is known, units are held against what all of them kept`() throws {
    var history = UnitHistory(site: "a")
    let masks = Self.masks()
    for number in 1...20 {
      history.take(Self.call(number, masks[number].mask, rate: nil), kind: nil)
    }
    let tally = try #require(history.tally)
    #expect(tally.isMeasured && tally.degrees == 19)
    let kept = tally.kept.reduce(0) { $0 + Int($1) }
    #expect(abs(tally.expected * 20 - Double(kept)) < 1e-9)
  }

  @Test func `grouped draws count what is drawn, and memory stays bounded`() {
    var history = UnitHistory(site: "a")
    var random = SplitMix64(state: 1)
    for number in 1...2000 {
      let mask = Mask((0..<32).map { _ in random.next() % 2 == 0 })
      var call = Self.call(number, mask, rate: 0.5, shape: [4, 8, 5, 5])
      call.sites[0].drawn = [4, 8, 1, 1]
      history.take(call, kind: "dropout2d")
    }
    #expect(history.units == 8 && history.elements == 64_000 && history.tally?.rows == 8000)
    #expect(history.recent.count <= 800 && history.recent.last?.number == 2000)
  }

  @Test func `a unit is dead where it was zero on all rows of the last calls`() {
    var history = UnitHistory(site: "a")
    for number in 1...60 {
      var call = Self.call(number, Mask(repeating: true, count: 6), rate: 0.5, shape: [2, 3])
      let alive: Float = number % 2 == 0 ? 1 : 0
      let values: [Float] = [0, alive, number < 15 ? 3 : 0, 0, 0, 0]
      call.tensors = CallTensors(
        rows: 2, input: [], before: [values], after: [values], output: [], targets: [])
      history.take(call, kind: nil)
    }
    #expect(history.activity.recentCalls == 40 && history.activity.dead == [0, 2])
    #expect(history.activity.zeroShare(of: 1) == 0.75)
    let means = history.activity.means(of: 2)
    #expect(means.first == 1.5 && means.last == 0 && means.count == 60)
  }

  @Test func `means over many calls share columns and stay what they are`() {
    var activity = UnitActivity()
    for _ in 0..<1000 { activity.add([2, 4, 4, 4], rows: 2, units: 2) }
    #expect(activity.columnCount <= 128 && activity.columnCount >= 64)
    #expect(activity.means(of: 0).allSatisfy { $0 == 3 })
  }
}
