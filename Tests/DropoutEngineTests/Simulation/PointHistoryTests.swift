import Testing

@testable import DropoutEngine

struct PointHistoryTests {
  private func history(_ numbers: some Sequence<Int>) -> PointHistory {
    var history = PointHistory()
    for number in numbers {
      history.add(CallPoint(number: number, phase: .train, mode: .inverted, sites: []))
    }
    return history
  }

  @Test("An unbroken run of calls is known, and no others")
  func covers() {
    let known = history(5...9)
    #expect(known.covers(5...9) && known.covers(7...7))
    #expect(!known.covers(4...6) && !known.covers(9...10))
    #expect(!history([]).covers(1...1))
  }

  @Test("The last points up to a call are handed out, oldest first")
  func ending() {
    let known = history(5...9)
    #expect(known.ending(at: 8, count: 3).map(\.number) == [6, 7, 8])
    #expect(known.ending(at: 8, count: 99).map(\.number) == [5, 6, 7, 8])
    #expect(known.ending(at: 4, count: 3).isEmpty)
  }

  @Test("A call that does not follow begins a new run, and a known one changes nothing")
  func runs() {
    #expect(history([1, 2, 3, 2, 4]).ending(at: 4, count: 9).map(\.number) == [1, 2, 3, 4])
    #expect(history([1, 2, 9, 10]).ending(at: 10, count: 9).map(\.number) == [9, 10])
  }

  @Test("Forgotten calls and later ones are gone")
  func forgetting() {
    for (number, left) in [(1, []), (5, []), (7, [5, 6]), (10, [5, 6, 7, 8, 9])] {
      var known = history(5...9)
      known.removeAll(from: number)
      #expect(known.ending(at: 99, count: 99).map(\.number) == left, "from \(number)")
    }
  }

  @Test("Of very many calls the newest are kept, more than any strip shows")
  func bounded() {
    let known = history(1...40_000)
    #expect(known.covers(40_000 - SimulationTimeline.window...40_000))
    #expect(!known.covers(1...40_000))
    #expect(known.ending(at: 40_000, count: .max).count <= 16_384)
  }
}
