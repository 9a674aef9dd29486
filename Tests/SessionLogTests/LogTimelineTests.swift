import DropoutEngine
import TestSupport
import Testing

@testable import SessionLog

@Suite("A log is a timeline: any call can be had by its number")
struct LogTimelineTests {
  private let shapes = [[2, 9], [3, 5]]

  @Test("every call is found whatever was rewound, as reading all of it would", arguments: 0..<30)
  func oracle(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var samples = SampleSessions(seed: seed)
    let bytes = write(samples.session(records: 400, shapes: shapes, using: &random))
    var reader = LogReader(bytes: bytes)
    let recording = try Recording(&reader)
    let log = try TemporaryFile(bytes)
    var timeline = try LogTimeline(path: log.path)
    timeline.index = LogIndex(regions: RegionList(spacing: 2000, capacity: 8))
    while timeline.hasMore { timeline.readOn() }
    #expect(timeline.failure == nil)
    let numbers = recording.calls.map(\.number)
    for number in 0...(numbers.last ?? 0) + 2 {
      let nearest = numbers.last { $0 <= number } ?? numbers.first
      #expect(try timeline.nearest(to: number) == nearest, "nearest to \(number)")
      #expect(try timeline.next(after: number) == numbers.first { $0 > number })
    }
    for call in recording.calls { #expect(try timeline.call(call.number) == call) }
    let annotations = recording.annotations.enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }
    #expect(timeline.annotations == annotations.map(\.element))
  }

  @Test("the points are those of the calls, in whatever order they are asked for")
  func points() throws {
    var samples = SampleSessions(seed: 5)
    let calls = (1...2000).map { samples.call($0, shapes: [[3, 5]], bins: 2) }
    let session = LogRecord.session(SampleSessions.session(shapes: [[3, 5]]))
    let log = try TemporaryFile(write([session] + calls.map { .call($0, ms: 0) }))
    var timeline = try read(log)
    let points = calls.map { CallPoint($0) }
    var random = SplitMix64(state: 6)
    var number = 1
    for step in 0..<200 {
      let wanted = points[max(0, number - 640)..<number]
      #expect(try timeline.points(endingAt: number) == Array(wanted), "step \(step), \(number)")
      let jump = Int.random(in: 1...2000, using: &random)
      number = [number - 1, number + 1, number + 7, jump].randomElement(using: &random) ?? 1
      number = min(max(number, 1), 2000)
    }
    // Twice as many as are kept are thinned once.
    #expect(timeline.overview == points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
  }

  @Test("a log that grows is read on, and never past an unfinished line")
  func growth() throws {
    var samples = SampleSessions(seed: 7)
    let records = (1...50).map { LogRecord.call(samples.call($0, shapes: shapes), ms: $0) }
    let bytes = write([.session(SampleSessions.session(shapes: shapes))] + records)
    let log = try TemporaryFile([], ending: ".jsonl")
    var timeline = try LogTimeline(path: log.path)
    #expect(timeline.session == nil && !timeline.hasMore && timeline.look() == .none)
    var random = SplitMix64(state: 8)
    var written = 0
    while written < bytes.count {
      let end = min(bytes.count, written + Int.random(in: 1...4000, using: &random))
      try log.append(bytes[written..<end])
      written = end
      #expect(timeline.look() == .grew)
      while timeline.hasMore { timeline.readOn() }
      let whole = bytes[..<written].split(separator: 0x0A, omittingEmptySubsequences: false)
      #expect(timeline.newest == max(0, whole.count - 2))
      if let call = try timeline.call(timeline.newest) {
        #expect(.call(call, ms: call.number) == records[call.number - 1])
      }
    }
    #expect(timeline.newest == 50)
  }

  @Test("a log that is cut, replaced or written anew is read from its start")
  func replaced() throws {
    let log = try TemporaryFile(session(of: 1...20))
    var timeline = try read(log)
    try log.write(session(of: 1...3))
    #expect(timeline.look() == .startedOver(reason: "\(log.path) was cut: starting over"))
    while timeline.hasMore { timeline.readOn() }
    #expect(timeline.newest == 3)
    try log.replace(with: session(of: 5...9))
    #expect(timeline.look() == .startedOver(reason: "\(log.path) was replaced: starting over"))
    while timeline.hasMore { timeline.readOn() }
    #expect(try timeline.nearest(to: 1) == 5)
    #expect(timeline.look() == .none)
    try log.append(session(of: 1...1).prefix(3))
    #expect(timeline.look() == .grew)
    try log.write(write([.session(SampleSessions.session(shapes: [[4]]))]) + session(of: 1...60))
    #expect(timeline.look() == .startedOver(reason: "\(log.path) was written anew: starting over"))
  }

  @Test("a broken call is an error with file and line, and the log ends before it")
  func broken() throws {
    var bytes = session(of: 1...4)
    bytes +=
      Array("{\"t\":\"call\",\"n\":5,\"phase\":\"train\"}\n".utf8) + session(of: 6...9).dropFirst(0)
    let log = try TemporaryFile(bytes)
    var timeline = try read(log)
    let wanted = LogError.line(number: 6, reason: "call 5 has no layers", path: log.path)
    #expect(throws: wanted) { try timeline.call(5) }
    #expect(timeline.failure == wanted)
    #expect(timeline.newest == 4)
    #expect(try timeline.next(after: 4) == nil)
    #expect(try timeline.call(4)?.number == 4)
  }

  @Test("seed and dialect are those in force at a call")
  func header() throws {
    let bytes =
      session(of: 1...3)
      + Array(
        #"{"t":"change","n":4,"ms":0,"what":"dialect","from":"philox","to":"numpy-legacy"}"#.utf8)
      + [0x0A]
    let log = try TemporaryFile(bytes)
    let timeline = try read(log)
    #expect(timeline.header(at: 3)?.dialect == "philox")
    #expect(timeline.header(at: 4)?.dialect == "numpy-legacy")
  }

  @Test("what was recomputed is found however far behind its call it stands", arguments: 0..<20)
  func recomputed(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var samples = SampleSessions(seed: seed)
    var records = samples.session(records: 120, shapes: shapes, using: &random)
    for _ in 0..<60 {
      let place = Int.random(in: 1...records.count, using: &random)
      var recording = Recording()
      for record in records[..<place] { recording.apply(record) }
      guard let call = recording.calls.suffix(20).randomElement(using: &random) else { continue }
      var again = samples.layer("hidden1", shape: [2, 9], bins: 2, masked: true)
      again.isRecomputed = true
      records.insert(.recompute(n: call.number, ms: 0, sites: [again]), at: place)
    }
    let bytes = write(records)
    var reader = LogReader(bytes: bytes)
    let recording = try Recording(&reader)
    let log = try TemporaryFile(bytes)
    var timeline = try LogTimeline(path: log.path)
    timeline.index = LogIndex(regions: RegionList(spacing: 3000, capacity: 16))
    while timeline.hasMore { timeline.readOn() }
    for call in recording.calls {
      #expect(try timeline.call(call.number) == call, "call \(call.number)")
    }
  }

  @Test("records of recomputed sites take bounded memory, and no call more sites than one may have")
  func boundedRecomputation() throws {
    var late = LateRecords()
    for number in 1...40_000 { late.add(number..<number + 1, call: number % 9 + 1) }
    #expect(late.lines(of: 9).count == LateRecords.perCall)
    #expect(late.lines(of: 10).isEmpty)
    late.removeAll(from: 5)
    #expect(late.lines(of: 5).isEmpty && late.lines(of: 9).isEmpty)
    var entry = SiteCall(name: "hidden1")
    entry.isRecomputed = true
    let many = LogRecord.recompute(n: 1, ms: 0, sites: Array(repeating: entry, count: 4000))
    var samples = SampleSessions(seed: 3)
    let log = try TemporaryFile(
      write(
        [
          .session(SampleSessions.session(shapes: shapes)),
          .call(samples.call(1, shapes: shapes), ms: 0),
        ] + Array(repeating: many, count: 4)))
    var timeline = try read(log)
    #expect(try timeline.call(1)?.sites.count == 4096)
    #expect(timeline.index.regions.regions.allSatisfy { $0.range.count <= 128 << 10 })
  }

  @Test("a file that is not there yet is an empty log until it is, where that is wanted")
  func missing() throws {
    let log = TemporaryFile()
    #expect(throws: LogError.self) { try LogTimeline(path: log.path) }
    var timeline = try LogTimeline(path: log.path, waits: true)
    #expect(!timeline.hasMore && timeline.look() == .none && timeline.newest == 0)
    try log.write(session(of: 1...4))
    #expect(timeline.look() == .grew)
    while timeline.hasMore { timeline.readOn() }
    #expect(try timeline.call(4)?.number == 4)
  }

  private func read(_ log: TemporaryFile) throws -> LogTimeline {
    var timeline = try LogTimeline(path: log.path)
    while timeline.hasMore { timeline.readOn() }
    return timeline
  }

  private func session(of numbers: ClosedRange<Int>) -> [UInt8] {
    var samples = SampleSessions(seed: 9)
    return write(
      [.session(SampleSessions.session(shapes: shapes))]
        + numbers.map { .call(samples.call($0, shapes: shapes), ms: $0) })
  }
}
