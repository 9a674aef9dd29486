import DropoutEngine
import TestSupport
import Testing

@testable import SessionLog

@Suite("An index finds calls in one pass and bounded memory")
struct LogIndexTests {
  private let shapes = [[2, 9]]

  @Test("pieces of any size give the same index")
  func pieces() throws {
    var random = SplitMix64(state: 31)
    var samples = SampleSessions(seed: 31)
    let log = write(samples.session(records: 120, shapes: shapes, using: &random))
    var whole = LogIndex(regions: small)
    #expect(whole.take(log, count: log.count) == log.count)
    for _ in 0..<20 {
      var index = LogIndex(regions: small)
      var end = 0
      while end < log.count {
        end = min(log.count, end + Int.random(in: 1...3000, using: &random))
        let piece = Array(log[index.position..<end])
        let start = index.position
        #expect(index.take(piece, count: piece.count) == index.position - start)
      }
      #expect(index.position == log.count)
      #expect(index.lines == whole.lines)
      #expect(index.regions.regions == whole.regions.regions)
      #expect(index.annotations.all == whole.annotations.all)
      #expect(index.overview.points == whole.overview.points)
    }
  }

  @Test("bytes that are not yet a whole line are left")
  func partialLine() {
    let log = write([.session(SampleSessions.session(shapes: shapes)), call(1), call(2)])
    var index = LogIndex()
    let cut = log.count - 1
    let taken = index.take(log, count: cut)
    #expect(index.newest == 1)
    #expect(taken < cut && log[taken - 1] == 0x0A)
    let rest = Array(log[taken...])
    #expect(index.take(rest, count: rest.count) == rest.count)
    #expect(index.newest == 2)
  }

  @Test(
    "it ends at a line that is no record and keeps what lies before",
    arguments: [
      ("{\"t\":\"call\",\"n\":2,", "n should be a whole number"), ("nonsense", "an object"),
      (#"{"t":"call","n":1,"#, "call 1 comes after call 1"), (#"{"t":"call"}"#, "has no n"),
      (#"{"t":"mark","n":1}"#, "the record has no text"),
    ])
  func brokenLine(line: String, reason: String) {
    var log = write([.session(SampleSessions.session(shapes: shapes)), call(1)])
    let whole = log.count
    // A call's head alone is a whole line to the index; what follows it is read when it is shown.
    let isHead = line.hasSuffix("2,")
    log += Array((isHead ? #"{"t":"call","n":-2}"# : line).utf8) + [0x0A]
    log += write([call(3)])
    var index = LogIndex()
    #expect(index.take(log, count: log.count) == whole)
    #expect(index.failure?.line == 3)
    #expect(index.failure?.reason.contains(reason) == true, "\(index.failure?.reason ?? "")")
    #expect(index.newest == 1)
  }

  @Test("keys in any order, spaces and unknown types are taken as the reader takes them")
  func otherWriters() throws {
    var log = write([.session(SampleSessions.session(shapes: shapes))])
    for line in [
      #"{"t": "call", "n": 4, "phase": "train"}"#, #"{"n":5,"x":[{"n":9}],"t":"call"}"#, "",
      #"{"t":"other","n":"x"}"#, #" { "phase":"eval","t" : "call" , "n":6.0 } "#,
    ] { log += Array(line.utf8) + [0x0A] }
    var index = LogIndex()
    #expect(index.take(log, count: log.count) == log.count)
    #expect(index.failure == nil)
    #expect(index.newest == 6)
    #expect(index.regions.regions.first?.number == 4)
  }

  @Test("the list of regions stays within its bounds and finds every region")
  func bounds() {
    var list = RegionList(spacing: 100, capacity: 16)
    for number in 1...10_000 {
      list.add(number, at: (number - 1) * 60..<number * 60, line: number)
      #expect(list.regions.count <= 16)
    }
    for (index, region) in list.regions.enumerated() {
      #expect(list.index(for: region.number) == index)
      #expect(list.index(for: region.number - 1) == max(0, index - 1))
      #expect(region.offset == (region.number - 1) * 60 && region.line == region.number)
    }
  }

  @Test("the overview keeps evenly spaced points of the whole session")
  func overview() {
    var overview = SessionOverview()
    for number in 1...50_000 where overview.wantsNext() {
      overview.add(
        CallPoint(number: number, phase: .train, mode: .vanilla, sites: []))
    }
    let numbers = overview.points.map(\.number)
    #expect((SessionOverview.capacity / 2...SessionOverview.capacity).contains(numbers.count))
    #expect(Set(zip(numbers, numbers.dropFirst()).map { $1 - $0 }).count == 1)
    #expect(numbers.first == 1 && numbers.last! > 49_000)
  }

  @Test("annotations are kept in bounded numbers and lengths")
  func annotations() {
    var list = AnnotationList()
    let text = String(repeating: "x", count: 100_000)
    for number in 1...20_000 {
      list.add(.annotation(Annotation(number: number, kind: .mark(text: text)), ms: 0))
    }
    #expect(list.all.count <= AnnotationList.capacity)
    #expect(list.all.last?.number == 20_000)
    #expect(list.all.last?.kind == .mark(text: String(repeating: "x", count: 256)))
  }

  private var small: RegionList { RegionList(spacing: 900, capacity: 8) }

  private func call(_ number: Int) -> LogRecord {
    var samples = SampleSessions(seed: UInt64(number))
    return .call(samples.call(number, shapes: shapes), ms: 0)
  }
}
