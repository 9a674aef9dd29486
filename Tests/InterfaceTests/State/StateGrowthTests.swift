import DropoutEngine
import Interface
import Testing

@Suite struct StateGrowthTests {
  @Test func `a screen that follows asks for the newest call as soon as the log grows`() {
    var screen = following()
    #expect(screen.state.isFollowingGrowth)
    #expect(nextDeadline(screen.state) == nil)
    #expect(screen.send(.grew(Growth(newest: 140))).isEmpty)
    #expect(screen.tickWhenDue() == [.seekNewest])
    _ = screen.send(.arrived(screen.growing(140)))
    #expect(nextDeadline(screen.state) == nil)
  }

  @Test func `frames of a log that grows are a thirtieth of a second apart at least`() {
    var screen = following()
    _ = screen.send(.grew(Growth(newest: 101)))
    _ = screen.tickWhenDue()
    let first = screen.now
    _ = screen.send(.arrived(screen.growing(101)))
    _ = screen.send(.grew(Growth(newest: 102)))
    #expect(screen.tickWhenDue() == [.seekNewest])
    #expect(screen.now == first + Playback.frame)
  }

  @Test func `a step lets go, and growth moves nothing but the newest number`() {
    var screen = following()
    #expect(screen.press(",") == [.seek(99)])
    _ = screen.send(.arrived(screen.growing(99, newest: 100)))
    let call = screen.state.arrival?.call
    #expect(screen.send(.grew(Growth(newest: 5000))).isEmpty)
    #expect(screen.state.arrival?.newest == 5000)
    #expect(screen.state.arrival?.call == call)
    #expect(nextDeadline(screen.state) == nil)
    #expect(screen.press("F") == [.seekNewest])
  }

  @Test func `play rests at the newest call and goes on when the next one comes`() {
    var screen = following()
    _ = screen.press(":99")
    #expect(screen.press(.enter) == [.seek(99)])
    _ = screen.send(.arrived(screen.growing(99, newest: 100)))
    _ = screen.press(" ")
    #expect(screen.tickWhenDue() == [.advance(1)])
    _ = screen.send(.arrived(screen.growing(100)))
    #expect(screen.state.playback.isPlaying)
    #expect(nextDeadline(screen.state) == nil)
    #expect(screen.send(.tick).isEmpty)
    _ = screen.send(.grew(Growth(newest: 101)))
    #expect(screen.tickWhenDue() == [.advance(1)])
  }

  @Test func `a recording that turns out to end at the call on screen pauses`() {
    var screen = StateFixture(call: 10)
    #expect(screen.send(.grew(Growth(newest: 10, last: 10))).isEmpty)
    #expect(!screen.state.playback.isPlaying)
  }

  @Test func `what is read so far shows until all is`() {
    var screen = StateFixture(call: 10)
    _ = screen.send(.grew(Growth(newest: 500, share: 0.4, problem: "d.jsonl: line 3: broken")))
    #expect(screen.state.indexing == 0.4)
    #expect(screen.state.problem == "d.jsonl: line 3: broken")
    _ = screen.send(.grew(Growth(newest: 900)))
    #expect(screen.state.indexing == nil && screen.state.problem == nil)
  }

  @Test func `a call that was replaced is asked for again`() {
    var screen = StateFixture(call: 10, playing: false)
    #expect(screen.send(.outdated) == [.seek(10)])
    screen = following()
    #expect(screen.send(.outdated) == [.seekNewest])
    screen.state.arrival = nil
    screen.state.playback = Playback()
    #expect(screen.send(.outdated).isEmpty)
  }

  @Test func `z zooms time to a quarter, down to twenty calls, and then shows all again`() {
    var screen = following()
    var zooms: [Int] = []
    for _ in 0..<3 {
      #expect(screen.press("z").isEmpty)
      zooms.append(screen.state.timeZoom)
    }
    #expect(zooms == [1, 2, 0])
    var short = StateFixture(call: 10)
    _ = short.press("z")
    #expect(short.state.timeZoom == 0)
    #expect(short.state.notice?.text.contains("20 calls") == true)
  }

  /// A screen that follows a log that grows, at call 100.
  private func following() -> StateFixture {
    var screen = StateFixture(playing: true)
    screen.state.playback.isFollowing = true
    _ = screen.send(.arrived(screen.growing(100)))
    return screen
  }
}

extension StateFixture {
  /// Call `number` of a log that grows.
  fileprivate func growing(_ number: Int, newest: Int? = nil) -> Arrival {
    var arrival = arrival(number)
    arrival.newest = newest ?? number
    arrival.kind = .growing
    return arrival
  }
}
