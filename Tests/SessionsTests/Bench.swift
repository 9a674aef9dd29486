import DropoutEngine
import Interface
import SessionLog
import Sessions
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A clock that goes as tests say, and a little with each look at it where they want that.
final class FakeClock: Sendable {
  private let time = Mutex<(now: Double, pace: Double)>((100, 0))

  var now: Double {
    time.withLock { time in
      time.now += time.pace
      return time.now
    }
  }

  func go(_ seconds: Double) { time.withLock { $0.now += seconds } }
  func setPace(_ seconds: Double) { time.withLock { $0.pace = seconds } }
}

/// A driver on a fake clock, and what it answered. Nothing here sleeps, and no thread is started.
struct Bench<Source: Timeline> {
  let clock: FakeClock
  var driver: SessionDriver<Source>
  private(set) var events: [Event] = []

  init(_ timeline: Source, clock: FakeClock = FakeClock(), recorder: Recorder? = nil) {
    self.clock = clock
    let surroundings = Surroundings(
      app: "test", now: { clock.now }, date: { "2026-01-02T03:04:05Z" }, seed: { 77 })
    driver = SessionDriver(timeline, recorder: recorder, in: surroundings)
  }

  /// Asks, works until there is nothing to do, and hands out the last arrival.
  @discardableResult
  mutating func ask(_ requests: Request...) -> Arrival? { ask(requests) }

  @discardableResult
  mutating func ask(_ requests: [Request]) -> Arrival? {
    events = []
    for request in requests { driver.take(request) { events.append($0) } }
    work()
    return arrivals.last
  }

  /// The same for a request that must be answered.
  mutating func answer(_ request: Request) throws -> Arrival {
    let arrival = ask(request)
    return try #require(arrival)
  }

  /// Lets time pass and works until there is nothing to do.
  @discardableResult
  mutating func wait(_ seconds: Double = 0.5) -> [Event] {
    events = []
    clock.go(seconds)
    work()
    return events
  }

  mutating func work() {
    repeat {
      driver.work(until: { false }) { events.append($0) }
    } while driver.idleTime == 0
  }

  mutating func end() { driver.end(reason: "quit") { events.append($0) } }

  var arrivals: [Arrival] {
    events.compactMap { if case .arrived(let arrival) = $0 { arrival } else { nil } }
  }

  /// What the doctor concluded, as the screen was told.
  var conclusions: [Conclusion] {
    events.compactMap { if case .examined(let conclusion) = $0 { conclusion } else { nil } }
  }

  var notices: [String] {
    events.compactMap { if case .notice(let text) = $0 { text } else { nil } }
  }

  var growth: Growth? {
    events.compactMap { if case .grew(let growth) = $0 { growth } else { nil } }.last
  }

  /// The file that is recorded to.
  var recording: String? {
    events.compactMap {
      if case .recording(.on(let name)) = $0 { name } else { nil }
    }.last
  }
}

/// A log that a test writes bit by bit.
final class ScratchLog {
  let file = TemporaryFile(ending: ".jsonl")
  private var encoder = LogEncoder()

  /// - Parameter records: what stands in it; nil for no file yet.
  init(_ records: [LogRecord]?) throws {
    if let records { try write(records) }
  }

  var path: String { file.path }

  /// Writes it anew in place.
  func write(_ records: [LogRecord]) throws { try file.write(encoded(anew: records)) }

  func append(_ records: [LogRecord]) throws {
    try file.append(records.flatMap { encoder.encode($0) })
  }

  /// Puts another file in its place.
  func replace(_ records: [LogRecord]) throws { try file.replace(with: encoded(anew: records)) }

  private func encoded(anew records: [LogRecord]) -> [UInt8] {
    encoder = LogEncoder()
    return records.flatMap { encoder.encode($0) }
  }

  func timeline(follows: Bool = false, waits: Bool = false) throws -> LoggedTimeline {
    LoggedTimeline(try LogTimeline(path: path, waits: waits), follows: follows)
  }
}

/// A log that was recorded to, which is then taken away.
func takeRecording(_ path: String?) throws -> [LogRecord] {
  let path = try #require(path)
  defer { try? FileManager.default.removeItem(atPath: path) }
  var reader = try LogReader(path: path)
  var records: [LogRecord] = []
  while let record = try reader.next() { records.append(record) }
  return records
}

extension LogRecord {
  /// A session of no simulation: `source` gives a recording of it its name.
  static func session(sites: [SiteHeader] = [SiteHeader(name: "a", shape: [2, 3])]) -> LogRecord {
    .session(
      SessionRecord(
        app: "other", started: "", header: SessionHeader(source: "scratch-\(UUID())", sites: sites))
    )
  }

  /// A call of that many kept elements at each site.
  static func call(_ number: Int, _ sites: String..., kept: Int = 3) -> LogRecord {
    let entries = (sites.isEmpty ? ["a"] : sites).map { name in
      SiteCall(
        name: name, shape: [2, 3], rate: .half, scale: 2,
        mask: Mask((0..<6).map { $0 < kept }), kept: kept, stages: nil)
    }
    return .call(ForwardCall(number: number, phase: .train, sites: entries), ms: number)
  }

  static func mark(_ number: Int, _ text: String = "m") -> LogRecord {
    .annotation(Annotation(number: number, kind: .mark(text: text)), ms: 0)
  }

  static func recompute(_ number: Int, _ site: String = "a") -> LogRecord {
    var entry = SiteCall(
      name: site, shape: [2, 3], rate: .half, scale: 2, mask: nil, kept: 6, stages: nil)
    entry.run = 2
    entry.isRecomputed = true
    return .recompute(n: number, ms: 0, sites: [entry])
  }

  var call: ForwardCall? { if case .call(let call, _) = self { call } else { nil } }
  var annotation: Annotation? { if case .annotation(let note, _) = self { note } else { nil } }
}
