import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// A screen's state and a driver together, as the loop joins them, but for terminal and threads.
@Suite struct ScreenOnTimelineTests {
  @Test(arguments: 0..<4)
  func `any keys on any timeline are answered, and none leaves the screen waiting`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(state: seed)
    try press(simulated(), &random)
    let log = try ScratchLog(records(200))
    try press(log.timeline(), &random)
    let growing = try ScratchLog(records(20))
    var next = 21
    try press(growing.timeline(follows: true), &random) { random in
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
    _ timeline: some Timeline, _ random: inout SplitMix64,
    meanwhile: (inout SplitMix64) throws -> Void = { _ in }
  ) throws {
    var bench = Bench(timeline)
    bench.clock.setPace(0.002)
    var state = ScreenState(
      size: Size(width: 80, height: 24), look: Look(depth: .none, ascii: true),
      themes: [try #require(Theme.builtIn.first)])
    // Digits are among them: the keys of all views get their turn. The prompt is not, since a
    // simulation would run all the calls up to a number.
    let own: [Key] = "hjklsa".map { .character($0) } + [.pageUp, .pageDown, .enter]
    let digits: [Key] = (0...9).map { .character(Character("\($0)")) }
    let keys =
      KeyMap.shared.bindings.flatMap(\.keys).filter { $0 != .character(":") } + own + digits
    for step in 0..<120 {
      try meanwhile(&random)
      let key = keys[Int(random.next() % UInt64(keys.count))]
      var events: [Event] = step % 3 == 0 ? [.tick] : key == .character("w") ? [] : [.key(key)]
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
