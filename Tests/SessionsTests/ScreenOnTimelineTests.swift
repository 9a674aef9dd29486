import DropoutEngine
import Foundation
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// A screen's state and a driver together, as the loop joins them, but for terminal and threads.
@Suite struct ScreenOnTimelineTests {
  /// `FUZZ_KEYS=20000` takes that many in each view on each kind of timeline.
  private static let steps =
    ProcessInfo.processInfo.environment["FUZZ_KEYS"].flatMap(Int.init) ?? 120

  @Test(arguments: Views.names)
  func `any keys and sizes on any timeline are answered, and none leaves the screen waiting`(
    view: String
  ) throws {
    let digit = Character("\(try Views.named(view))")
    var random = SplitMix64(state: UInt64(view.utf8.count))
    try press(simulated(), digit, &random)
    let log = try ScratchLog(records(200))
    try press(log.timeline(), digit, &random)
    let ranks = try (0..<3).map { _ in try ScratchLog(records(60)) }
    let ranked = RankedTimeline(try ranks.map { (try $0.timeline(follows: true), nil) })
    var newest = [60, 60, 60]
    try press(ranked, digit, &random) { random in
      let rank = Int(random.next() % 8)
      guard ranks.indices.contains(rank) else { return }
      newest[rank] += 1
      try ranks[rank].append([.call(newest[rank])])
      if random.next() % 16 == 0 {
        newest[rank] = 3
        try ranks[rank].write(records(3))
      }
    }
    let growing = try ScratchLog(records(20))
    var next = 21
    try press(growing.timeline(follows: true), digit, &random) { random in
      guard random.next() % 4 == 0 else { return }
      try growing.append([.call(next)])
      next += 1
      if random.next() % 16 == 0 {
        next = max(1, next - 5)
        try growing.append([.rewind(n: next, ms: 0), .call(next)])
        next += 1
      }
    }
  }

  /// Presses keys at random, and lets time pass; the answers go into the state, and its requests
  /// to the driver, until there are none.
  private func press(
    _ timeline: some Timeline, _ view: Character, _ random: inout SplitMix64,
    meanwhile: (inout SplitMix64) throws -> Void = { _ in }
  ) throws {
    var bench = Bench(timeline)
    bench.clock.setPace(0.002)
    var state = ScreenState(
      size: Size(width: 80, height: 24), look: Look(depth: .none, ascii: true),
      themes: [try #require(Theme.builtIn.first)])
    // Enter and esc lead to other views, and every tenth key back to this one. The prompt is not
    // among them, since a simulation would run all the calls up to a number.
    let own: [Key] = "hjklsaxcbL".map { .character($0) } + [.pageUp, .pageDown, .enter]
    let keys = KeyMap.shared.bindings.flatMap(\.keys).filter { $0 != .character(":") } + own
    for step in 0..<Self.steps {
      try meanwhile(&random)
      var key = keys[Int(random.next() % UInt64(keys.count))]
      if step % 10 == 1 { key = .character(view) }
      var events: [Event] = step % 3 == 0 ? [.tick] : key == .character("w") ? [] : [.key(key)]
      if step % 7 == 0 {
        let (width, height) = (1 + random.next() % 200, 1 + random.next() % 70)
        events.append(.resized(Size(width: Int(width), height: Int(height))))
      }
      repeat {
        let requests = events.flatMap { update(&state, $0, at: bench.clock.now) }
        bench.ask(requests)
        events = bench.events
      } while !events.isEmpty
      bench.clock.go(0.1)
      #expect(!state.playback.isWaiting, "step \(step), \(key)")
      var canvas = Canvas(size: state.size)
      if step % 50 == 0 { draw(state, into: &canvas) }
    }
    #expect(state.arrival != nil)
  }

  private func simulated() throws -> SimulatedTimeline {
    var options = SimulationOptions(preset: .digits)
    options.widths = [5, 4]
    options.batch = 2
    return SimulatedTimeline(try SimulationTimeline(options))
  }

  private func records(_ count: Int) -> [LogRecord] { [.session()] + (1...count).map { .call($0) } }
}
