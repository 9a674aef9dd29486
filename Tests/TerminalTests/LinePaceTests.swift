import Testing

@testable import Terminal

/// A line of so many bytes a second, and a way of so long in each direction.
private struct Line {
  var rate: Double
  var way = 0.0
  var pace = LinePace()
  var now = 100.0
  private var free = 0.0
  private var written = 0
  private var answers: [Double] = []

  /// The first frame is out.
  init(rate: Double, way: Double = 0) {
    (self.rate, self.way) = (rate, way)
    pace.endFrame()
  }

  /// The bytes that lie before the line.
  var queue: Double { max(0, free - now) * rate }

  mutating func write(_ bytes: Int, atEnd: Bool = false) {
    pace.wrote(bytes, at: now)
    free = max(free, now) + Double(bytes) / rate
    guard pace.wantsQuestion(atEnd: atEnd, at: now) else { return }
    pace.asked(at: now)
    answers.append(free + 2 * way)
  }

  /// Time goes on, and answers come.
  mutating func pass(_ seconds: Double) {
    let end = now + seconds
    while let next = answers.first, next <= end {
      answers.removeFirst()
      now = max(now, next)
      pace.answered(at: now)
    }
    now = end
  }

  /// Writes a frame, as far as it may, in the pieces that are asked for; the longest queue meanwhile.
  mutating func frame(_ bytes: Int, within seconds: Double) -> (longest: Double, left: Int) {
    var (left, longest) = (bytes, 0.0)
    let end = now + seconds
    while left > 0, now < end {
      if pace.hold(at: now) == nil {
        let piece = min(left, pace.piece)
        write(piece, atEnd: piece == left)
        left -= piece
        longest = max(longest, queue / rate)
      } else {
        pass(0.001)
      }
    }
    return (longest, left)
  }
}

@Suite struct LinePaceTests {
  @Test(arguments: [(20_000.0, 0.0), (20_000, 0.05), (5000, 0.0), (60_000, 0.01), (100_000, 0.1)])
  func `on a slow line a key waits behind hundredths of a second, and the line is used`(
    rate: Double, way: Double
  ) {
    var line = Line(rate: rate, way: way)
    // The first frame tells that it is slow, and waits for its first answers.
    _ = line.frame(30_000, within: 60)
    line.pass(1)
    var longest = 0.0
    let start = line.now
    for _ in 0..<20 {
      let frame = line.frame(5000, within: 30)
      #expect(frame.left == 0)
      longest = max(longest, frame.longest)
    }
    #expect(line.pace.rate != nil)
    #expect(longest < LinePace.delay + 0.04, "\(longest) s")
    #expect(100_000 / (line.now - start) > 0.5 * rate)
  }

  @Test(arguments: [0.0, 0.02, 0.1, 0.3])
  func `a quick line is not slowed down, however long the way`(way: Double) {
    var line = Line(rate: 5e6, way: way)
    let first = line.frame(30_000, within: 5)
    #expect(first.left == 0)
    for _ in 0..<50 {
      line.pass(0.25)
      let start = line.now
      #expect(line.frame(6000, within: 1).left == 0)
      #expect(line.now == start)
    }
    #expect(line.pace.rate == nil)
  }

  @Test func `a line that becomes quick again is let go`() {
    var line = Line(rate: 20_000)
    _ = line.frame(20_000, within: 10)
    #expect(line.pace.rate != nil)
    line.rate = 1e7
    line.pass(2)
    for _ in 0..<30 {
      _ = line.frame(6000, within: 1)
      line.pass(0.1)
    }
    #expect(line.pace.rate == nil)
  }

  @Test func `a terminal that answers nothing is waited for once, and not asked again`() {
    var pace = LinePace()
    pace.wrote(9000, at: 1)
    #expect(pace.wantsQuestion(atEnd: false, at: 1))
    pace.asked(at: 1)
    // The first frame is held for nobody.
    #expect(pace.hold(at: 1.1) == nil)
    pace.endFrame()
    #expect(pace.hold(at: 1.1) == 1.3)
    #expect(pace.hold(at: 1.3) == nil)
    pace.expire(at: 1.3)
    #expect(pace.isAsking)
    pace.expire(at: 5)
    #expect(!pace.isAsking)
    pace.wrote(9000, at: 6)
    #expect(!pace.wantsQuestion(atEnd: true, at: 6))
    #expect(pace.hold(at: 6) == nil)
  }

  @Test func `an answer that does not come holds a slow line up for seconds, not for ever`() {
    var line = Line(rate: 20_000)
    _ = line.frame(20_000, within: 10)
    line.pass(1)
    line.pace.wrote(5000, at: line.now)
    line.pace.asked(at: line.now)
    #expect(line.pace.hold(at: line.now + 1) != nil)
    #expect(line.pace.hold(at: line.now + 3.1) == nil)
    line.pace.expire(at: line.now + 3.1)
    #expect(!line.pace.isAsking)
  }
}
