import DropoutEngine
import Foundation
import TestSupport
import Testing

@testable import Interface

/// Any keys, answers and times in any order leave a state that can be drawn.
@Suite struct StateFuzzTests {
  /// `FUZZ_KEYS=20000` takes that many in each view.
  private static let steps =
    ProcessInfo.processInfo.environment["FUZZ_KEYS"].flatMap(Int.init) ?? 2000

  @Test(arguments: Views.all.map(\.digit), [false, true])
  func `whatever happens the state stays valid and one request is out at a time`(
    view: Int, recorded: Bool
  ) {
    let seeds = 10
    for seed in 0..<UInt64(seeds) {
      run(seed: seed, view: view, recorded: recorded, steps: Self.steps / seeds)
    }
  }

  private func run(seed: UInt64, view: Int, recorded: Bool, steps: Int) {
    var random = SplitMix64(state: seed)
    var screen = StateFixture(playing: seed % 2 == 0)
    screen.state.view = view
    var outstanding = screen.state.playback.isWaiting ? 1 : 0
    for step in 0..<steps {
      // Keys lead elsewhere; most of the time is spent in the view that is meant.
      if step % 20 == 0 { screen.state.view = view }
      let event = self.event(from: screen, recorded: recorded, &random)
      if case .arrived = event { outstanding = 0 }
      let effects = screen.send(event)
      outstanding += effects.count { $0.isRequest }
      let place = "view \(view), seed \(seed), step \(step), \(event)"
      #expect(outstanding <= 1, "\(place)")
      #expect(screen.state.playback.isWaiting == (outstanding == 1), "\(place)")
      #expect(screen.state.isValid, "\(place)")
      if step % 10 == 0 { _ = picture(screen.state) }
      screen.now += Double(random.next() % 100) / 100
    }
  }

  private func event(
    from screen: StateFixture, recorded: Bool, _ random: inout SplitMix64
  ) -> Event {
    switch random.next() % 16 {
    case 0, 1:
      guard screen.state.playback.isWaiting else { return .tick }
      return .arrived(arrival(from: screen, recorded: recorded, &random))
    case 2: return .tick
    case 3: return .seeking(share: 0.5)
    case 4: return .resumed
    case 5: return .grew(Growth(newest: Int(random.next() % 60), share: 0.5))
    case 6: return .outdated
    case 7:
      let all = [SampleVerdict.conclusion(), SampleVerdict.healthy(), nil]
      return .examined(all[Int(random.next() % 3)])
    case 8:
      return .resized(
        Size(width: Int(random.next() % 150) + 1, height: Int(random.next() % 50) + 1))
    case 9, 10: return mouse(on: screen.state.size, &random)
    case 11 where random.next() % 3 == 0:
      return .ground(Color(red: UInt8(random.next() % 256), green: 0, blue: 0))
    default:
      let keys =
        Views.all.flatMap { Views.keys(of: $0).bindings.flatMap(\.keys) }
        + (0...9).map { .character(Character("\($0)")) }
        + "abcdefghijklmnopqrstuvwxyz:/ .!".map { .character($0) } + [.control("u"), .control("w")]
      return .key(keys[Int(random.next() % UInt64(keys.count))])
    }
  }

  /// A press, a drag, a release or the wheel, also beyond the screen's edges.
  private func mouse(on size: Size, _ random: inout SplitMix64) -> Event {
    let actions: [Mouse.Action] = [.press, .press, .drag, .release, .wheelUp, .wheelDown]
    return .mouse(
      Mouse(
        actions[Int(random.next() % UInt64(actions.count))],
        x: Int(random.next() % UInt64(size.width + 4)),
        y: Int(random.next() % UInt64(size.height + 4))))
  }

  /// A call that lacks sites, has one twice, or recomputes one.
  private func arrival(
    from screen: StateFixture, recorded: Bool, _ random: inout SplitMix64
  ) -> Arrival {
    var arrival = screen.arrival(Int(random.next() % 50) + 1, marks: [5, 30])
    arrival.call.sites.removeLast(Int(random.next() % 3))
    let rows = Int(random.next() % 4)
    if !arrival.call.sites.isEmpty { arrival.call.sites[0].shape = [rows, 3] }
    if let site = arrival.call.sites.first, random.next() % 3 == 0 {
      var again = site
      if random.next() % 2 == 0 { again.run = 2 } else { again.isRecomputed = true }
      again.draw = .unknown
      arrival.call.sites.append(again)
    }
    if recorded {
      arrival.kind = random.next() % 2 == 0 ? .growing : .recorded
      arrival.header.widths = []
      arrival.call.mode = nil
      arrival.points = [CallPoint(arrival.call)]
      arrival.overview = arrival.points
    } else if random.next() % 2 == 0 {
      arrival.kind = .growing
    }
    arrival.newest += Int(random.next() % 3)
    if random.next() % 4 != 0 { addRanks(to: &arrival, &random) }
    return arrival
  }
}

/// Other ranks beside a call, some of which lack it, or have other sites and shapes.
private func addRanks(to arrival: inout Arrival, _ random: inout SplitMix64) {
  let lanes = Int(random.next() % 12) + 2
  let standings: [RankLane.Standing] = [.absent, .reading, .open, .ended, .broken]
  var agreement = RankAgreement(lanes: lanes)
  let mask = RankDraw(mask: Mask((0..<9).map { _ in random.uniform() < 0.5 }), rate: 0.5)
  for lane in 1..<lanes where random.next() % 2 == 0 {
    agreement.add("hidden1", (0, mask), (lane, mask), at: 1)
  }
  var ranks = RankCalls(
    number: arrival.call.number, reference: Int(random.next() % UInt64(lanes)),
    lanes: (0..<lanes).map { rank in
      var call = arrival.call
      if random.next() % 2 == 0, !call.sites.isEmpty {
        let count = Int(random.next() % 40)
        call.sites[0].shape = [1, count]
        call.sites[0].draw = .mask(Mask(repeating: random.next() % 2 == 0, count: count))
      }
      return RankLane(
        rank: rank, name: "run.rank\(rank).jsonl",
        standing: standings[Int(random.next() % UInt64(standings.count))],
        last: Int(random.next() % 50), behind: Int(random.next() % 9),
        call: random.next() % 3 == 0 ? nil : call)
    },
    hasSteps: random.next() % 2 == 0, agreement: agreement)
  ranks.isWhole = random.next() % 4 != 0
  arrival.ranks = ranks
  arrival.offers = .otherRanks
}

extension ScreenState {
  fileprivate var isValid: Bool {
    guard sample >= 0, sample < sampleCount, themes.indices.contains(theme),
      Playback.ladder.indices.contains(playback.rung),
      Views.all.contains(where: { $0.digit == view })
    else { return false }
    return unit.map { $0 >= 0 && $0 < unitCount } ?? true
  }
}

extension Request {
  fileprivate var isRequest: Bool {
    switch self {
    case .advance, .advanceFor, .seek, .seekNewest, .change, .restart, .reseed, .mark, .showLane:
      true
    case .accept, .cancel, .need, .inquire, .startRecording, .record, .stopRecording,
      .screenshot, .open, .fork, .copy, .mouse, .suspend, .repaint, .quit:
      false
    }
  }
}
