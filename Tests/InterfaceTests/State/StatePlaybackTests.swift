import DropoutEngine
import Interface
import Testing

@Suite struct StatePlaybackTests {
  @Test func `the first tick asks for the first call, and only once`() {
    var state = StateFixture().state
    state.arrival = nil
    #expect(nextDeadline(state) == 0)
    #expect(update(&state, .tick, at: 5) == [.seek(1)])
    #expect(nextDeadline(state) == nil)
    #expect(update(&state, .tick, at: 6).isEmpty)
  }

  @Test func `at speed 1 four calls a second are asked for, one at a time`() {
    var screen = StateFixture()
    var times: [Double] = []
    for number in 11...15 {
      #expect(screen.tickWhenDue() == [.advance(1)])
      #expect(screen.state.playback.isWaiting)
      #expect(nextDeadline(screen.state) == nil)
      times.append(screen.now)
      _ = screen.send(.arrived(screen.arrival(number)))
    }
    #expect(times == [100, 100.25, 100.5, 100.75, 101])
  }

  @Test func `at 64x a second holds 256 calls in 30 frames`() {
    var screen = StateFixture()
    screen.state.playback.rung = 8
    var calls: [Int] = []
    while screen.now < 101 - 1e-6 {
      guard case .advance(let count)? = screen.tickWhenDue().first else { break }
      calls.append(count)
      _ = screen.send(.arrived(screen.arrival(11)))
      screen.now = max(screen.now, nextDeadline(screen.state) ?? 0)
    }
    #expect(calls.count == 30)
    #expect((255...256).contains(calls.reduce(0, +)))
    #expect(calls.allSatisfy { (8...9).contains($0) })
  }

  @Test func `a stall is skipped and never caught up`() {
    var screen = StateFixture()
    screen.state.playback.rung = 8
    _ = screen.tickWhenDue()
    screen.now += 60
    _ = screen.send(.arrived(screen.arrival(18)))
    guard case .advance(let count)? = screen.tickWhenDue().first else {
      Issue.record("a call is due")
      return
    }
    #expect(count <= 9)
    _ = screen.send(.arrived(screen.arrival(27)))
    #expect(nextDeadline(screen.state)! > screen.now)
  }

  @Test func `the last rung runs as fast as it goes`() {
    var screen = StateFixture()
    _ = screen.press(String(repeating: "]", count: 20))
    #expect(screen.tickWhenDue() == [.advanceFor(seconds: 0.03)])
  }

  @Test func `the ladder ends at both ends, and backspace goes back to 1x`() {
    var screen = StateFixture()
    _ = screen.press(String(repeating: "[", count: 20))
    #expect(screen.state.playback.rung == 0)
    _ = screen.press(String(repeating: "]", count: 20))
    #expect(screen.state.playback.rung == Playback.ladder.count - 1)
    _ = screen.press(.backspace)
    #expect(screen.state.playback.rung == Playback.normal)
  }

  @Test func `keys that change the speed do not bring the next call forward`() {
    var screen = StateFixture()
    _ = screen.tickWhenDue()
    _ = screen.send(.arrived(screen.arrival(11)))
    _ = screen.press("[]")
    #expect(screen.send(.tick).isEmpty)
    #expect(nextDeadline(screen.state) == 100.25)
  }

  @Test func `paused means no wake-ups`() {
    var screen = StateFixture()
    #expect(screen.press(" ").isEmpty)
    #expect(nextDeadline(screen.state) == nil)
    #expect(screen.send(.tick).isEmpty)
    _ = screen.press(" ")
    #expect(screen.tickWhenDue() == [.advance(1)])
  }

  @Test func `play ends at the last call, and space plays again from the first`() {
    var screen = StateFixture(call: 9, last: 10)
    _ = screen.tickWhenDue()
    _ = screen.send(.arrived(screen.arrival(10, last: 10)))
    #expect(!screen.state.playback.isPlaying)
    #expect(nextDeadline(screen.state) == nil)
    #expect(screen.press(".").isEmpty)
    #expect(screen.press(" ") == [.seek(1)])
    #expect(screen.state.playback.isPlaying)
  }

  @Test func `after a suspension the clock starts anew`() {
    var screen = StateFixture()
    _ = screen.tickWhenDue()
    _ = screen.send(.arrived(screen.arrival(11)))
    screen.now += 3600
    _ = screen.send(.resumed)
    #expect(screen.tickWhenDue() == [.advance(1)])
    _ = screen.send(.arrived(screen.arrival(12)))
    #expect(nextDeadline(screen.state) == screen.now + 0.25)
  }

  @Test func `following plays at the newest call, and any seek lets go`() {
    var screen = StateFixture(playing: false)
    #expect(screen.press("F") == [.seekNewest])
    #expect(screen.state.playback.isFollowing && screen.state.playback.isPlaying)
    _ = screen.send(.arrived(screen.arrival(99)))
    #expect(screen.press("g") == [.seek(1)])
    #expect(!screen.state.playback.isFollowing)
  }
}
