import DropoutEngine
import Interface
import Testing

@Suite struct StateRequestTests {
  @Test func `a step pauses and goes one call on or back`() {
    var screen = StateFixture()
    #expect(screen.press(".") == [.advance(1)])
    #expect(!screen.state.playback.isPlaying)
    _ = screen.send(.arrived(screen.arrival(11)))
    #expect(screen.press(.left) == [.seek(10)])
  }

  @Test func `steps pressed while a call is computed are sent as one on arrival`() {
    var screen = StateFixture(playing: false)
    #expect(screen.press("....,") == [.advance(1)])
    #expect(screen.press(.shiftRight).isEmpty)
    #expect(screen.send(.arrived(screen.arrival(11))) == [.advance(12)])
    #expect(screen.send(.arrived(screen.arrival(23))).isEmpty)
    #expect(!screen.state.playback.isWaiting)
  }

  @Test func `no step goes back before the first call`() {
    var screen = StateFixture(call: 4, playing: false)
    #expect(screen.press(.shiftLeft) == [.seek(1)])
    _ = screen.send(.arrived(screen.arrival(1)))
    #expect(screen.press(",").isEmpty)
    #expect(!screen.state.playback.isWaiting)
  }

  @Test func `of several seeks that wait only the last is sent`() {
    var screen = StateFixture(playing: false)
    _ = screen.press(".")
    _ = screen.press(".gG")
    #expect(screen.press("g").isEmpty)
    #expect(screen.send(.arrived(screen.arrival(11))) == [.seek(1)])
    #expect(screen.send(.arrived(screen.arrival(1))).isEmpty)
  }

  @Test func `a new seek and escape give up a long one`() {
    var screen = StateFixture(playing: false)
    #expect(screen.press(":5000") == [])
    #expect(screen.press(.enter) == [.seek(5000)])
    _ = screen.send(.seeking(share: 0.25))
    #expect(screen.press(.escape) == [.cancel])
    #expect(screen.press("g") == [.cancel])
    #expect(screen.send(.arrived(screen.arrival(1200))) == [.seek(1)])
    #expect(screen.state.seeking == nil)
  }

  @Test func `a change holds in place when paused and from the next call on when playing`() {
    var screen = StateFixture(playing: false)
    #expect(screen.press("m") == [.change(.mode(.vanilla), inPlace: true)])
    screen = StateFixture(playing: true)
    #expect(screen.press("e") == [.change(.phase(.eval), inPlace: false)])
  }

  @Test func `changes show at once and give way to what the call says`() {
    var screen = StateFixture(playing: false)
    _ = screen.press("me")
    #expect(screen.state.mode == .vanilla)
    #expect(screen.state.phase == .eval)
    #expect(
      screen.send(.arrived(screen.arrival(10, mode: .vanilla)))
        == [.change(.phase(.eval), inPlace: true)])
    #expect(screen.state.phase == .eval)
    // A recorded call cannot obey, and stays what it is.
    _ = screen.send(.arrived(screen.arrival(10, mode: .vanilla, phase: .train)))
    #expect(screen.state.phase == .train)
  }

  @Test func `changes faster than answers compose`() throws {
    var screen = StateFixture(playing: false)
    #expect(screen.press("+") == [.change(.rate(site: "hidden1", try Rate(0.55)), inPlace: true)])
    #expect(screen.press("+++").isEmpty)
    #expect(screen.state.selectedRate?.value == 0.7)
    #expect(
      screen.send(.arrived(screen.arrival(10, rates: [0.55, 0.5])))
        == [.change(.rate(site: "hidden1", try Rate(0.7)), inPlace: true)])
    #expect(screen.send(.arrived(screen.arrival(10, rates: [0.7, 0.5]))).isEmpty)
  }

  @Test(arguments: [
    (0.5, "+", 0.55), (0.52, "+", 0.55), (0.52, "-", 0.5), (0.1, "+", 0.15), (0.97, "+", 1),
    (0.03, "-", 0), (0.3, "-", 0.25),
  ])
  func `a rate moves to the next multiple of 0.05`(rate: Double, key: String, wanted: Double) {
    var screen = StateFixture(playing: false)
    _ = screen.send(.arrived(screen.arrival(10, rates: [rate, 0.5])))
    _ = screen.press(key)
    #expect(screen.state.selectedRate?.value == wanted)
  }

  @Test func `a rate at its end does not change`() {
    var screen = StateFixture(playing: false)
    _ = screen.send(.arrived(screen.arrival(10, rates: [1, 0])))
    #expect(screen.press("+").isEmpty)
    _ = screen.press(.tab)
    #expect(screen.press("-").isEmpty)
    #expect(!screen.state.playback.isWaiting)
  }

  @Test func `a restart drops what waits and keeps playing`() {
    var screen = StateFixture()
    _ = screen.press("m")
    #expect(screen.press("eM+R").isEmpty)
    #expect(screen.send(.arrived(screen.arrival(11))) == [.restart(newSeed: true)])
    #expect(screen.state.playback.isPlaying)
  }

  @Test func `marks are set at the call on screen and visited in order`() {
    var screen = StateFixture(call: 10, marks: [3, 12, 20])
    #expect(screen.press("M") == [.mark(10)])
    _ = screen.send(.arrived(screen.arrival(10, marks: [3, 10, 12, 20])))
    #expect(screen.press("n") == [.seek(12)])
    #expect(screen.press("n").isEmpty)
    #expect(screen.send(.arrived(screen.arrival(12, marks: [3, 10, 12, 20]))) == [.seek(20)])
    _ = screen.send(.arrived(screen.arrival(20, marks: [3, 10, 12, 20])))
    #expect(screen.press("n").isEmpty)
    #expect(screen.state.notice?.text == "no mark after call 20")
  }
}
