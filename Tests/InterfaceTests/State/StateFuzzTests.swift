import DropoutEngine
import Interface
import TestSupport
import Testing

/// Any keys, answers and times in any order leave a state that can be drawn.
@Suite struct StateFuzzTests {
  @Test(arguments: 0..<20)
  func `whatever happens the state stays valid and one request is out at a time`(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var screen = StateFixture(playing: seed % 2 == 0)
    var outstanding = screen.state.playback.isWaiting ? 1 : 0
    for step in 0..<400 {
      let event = self.event(from: screen, &random)
      if case .arrived = event { outstanding = 0 }
      let effects = screen.send(event)
      outstanding += effects.count { $0.isRequest }
      let place = "seed \(seed), step \(step), \(event)"
      #expect(outstanding <= 1, "\(place)")
      #expect(screen.state.playback.isWaiting == (outstanding == 1), "\(place)")
      #expect(screen.state.isValid, "\(place)")
      screen.now += Double(random.next() % 100) / 100
    }
  }

  private func event(from screen: StateFixture, _ random: inout SplitMix64) -> Event {
    switch random.next() % 10 {
    case 0, 1:
      guard screen.state.playback.isWaiting else { return .tick }
      var arrival = screen.arrival(Int(random.next() % 50) + 1, marks: [5, 30])
      arrival.call.sites.removeLast(Int(random.next() % 3))
      let rows = Int(random.next() % 4)
      if !arrival.call.sites.isEmpty { arrival.call.sites[0].shape = [rows, 3] }
      if random.next() % 2 == 0 { arrival.kind = .growing }
      arrival.newest += Int(random.next() % 3)
      return .arrived(arrival)
    case 2: return .tick
    case 3: return .seeking(share: 0.5)
    case 4: return .resumed
    case 5: return .grew(Growth(newest: Int(random.next() % 60), share: 0.5))
    case 6: return .outdated
    default:
      let keys = KeyMap.bindings.flatMap(\.keys) + (0...9).map { .character(Character("\($0)")) }
      return .key(keys[Int(random.next() % UInt64(keys.count))])
    }
  }
}

extension ScreenState {
  fileprivate var isValid: Bool {
    let layers = arrival?.call.sites ?? []
    guard layer == 0 || layers.indices.contains(layer), sample >= 0, sample < sampleCount,
      themes.indices.contains(theme), Playback.ladder.indices.contains(playback.rung)
    else { return false }
    return unit.map { $0 >= 0 && $0 < unitCount } ?? true
  }
}

extension Request {
  fileprivate var isRequest: Bool {
    switch self {
    case .advance, .advanceFor, .seek, .seekNewest, .change, .restart, .mark: true
    case .cancel, .startRecording, .stopRecording, .suspend, .repaint, .quit: false
    }
  }
}
