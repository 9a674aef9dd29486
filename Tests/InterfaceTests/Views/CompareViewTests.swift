import DropoutEngine
import Testing

@testable import Interface

@Suite struct CompareViewTests {
  private static let sizes = [
    Size(width: 40, height: 10), Size(width: 80, height: 24), Size(width: 120, height: 40),
    Size(width: 200, height: 60),
  ]

  @Test(arguments: CompareViewTests.sizes)
  func `a frame of the boxes is the picture that was looked at`(size: Size) throws {
    let state = try TrialFrames().state(3, size.width, size.height)
    try expectPicture(
      ansi(picture(state), .none) + "\n", named: "compare-\(size.width)x\(size.height)")
  }

  @Test func `a wrong way and an ASCII frame are the pictures that were looked at`() throws {
    let state = try TrialFrames().state(3, 120, 40, ascii: true, keys: [.character("v")])
    try expectPicture(ansi(picture(state), .none) + "\n", named: "compare-120x40-ascii")
  }

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  @Test func `v walks the wrong ways and comes back`() throws {
    var state = try TrialFrames().state(3, 120, 40)
    for way in ScalingWay.wrong {
      _ = update(&state, .key(.character("v")), at: 0)
      #expect(text(state).contains("\(way.title), ") && text(state).contains("\(way.title), eval"))
    }
    _ = update(&state, .key(.character("v")), at: 0)
    #expect(text(state).contains("inverted, eval"))
  }

  @Test func `enter asks for the mode and the phase of the selected box`() throws {
    var state = try TrialFrames().state(3, 120, 40)
    func press(_ key: Key) -> [Request] { update(&state, .key(key), at: 0) }
    #expect(press(.enter) == [] && state.notice?.text == "the session runs like this box")
    _ = press(.character("j"))
    _ = press(.character("l"))
    #expect(state.compareBox == CompareBox(row: 1, phase: .eval))
    #expect(press(.enter) == [.change(.mode(.vanilla), inPlace: true)])
    // The phase waits until the mode is answered, and both show at once.
    #expect(state.mode == .vanilla && state.phase == .eval)
    #expect(state.compareBox == state.runningBox)
  }

  @Test func `enter on a past call must be pressed twice, and a wrong way never runs`() throws {
    var state = try TrialFrames().state(3, 120, 40)
    var arrival = try #require(state.arrival)
    arrival.newest = 90
    _ = update(&state, .arrived(arrival), at: 0)
    func press(_ key: Key) -> [Request] { update(&state, .key(key), at: 0) }
    _ = press(.character("l"))
    #expect(press(.enter) == [] && state.notice?.text == "enter again replaces calls 50 to 90")
    #expect(press(.enter) == [.change(.phase(.eval), inPlace: true)])
    state = try TrialFrames().state(3, 120, 40, keys: [.character("v"), .character("l")])
    #expect(press(.enter) == [])
    #expect(state.notice?.text == "no scale anywhere is only shown here: no session runs so")
  }

  @Test func `a call that draws nothing is compared under a mask that it would draw`() throws {
    let state = try TrialFrames(call: 3, phase: .eval).state(3, 120, 40)
    #expect(!text(state).contains("drew no mask"))
    #expect(text(state).contains("eval ─ now") || text(state).contains("now"))
  }

  @Test func `a log is told from its own values, and says what only the network tells`() throws {
    var state = SampleCall(hasTensors: false).state(120, 40, depth: .none)
    state.arrival?.kind = .recorded
    state.view = 3
    let shown = text(state)
    #expect(shown.contains("all masks, by theory") && shown.contains("next layer: not known"))
    #expect(shown.contains("what it costs is not known"))
    _ = update(&state, .key(.character("j")), at: 0)
    #expect(
      update(&state, .key(.enter), at: 0).filter { $0 == .change(.mode(.vanilla), inPlace: true) }
        == [])
    #expect(state.notice?.text == "this is a recording: it runs as it ran")
    // Values that are not logged are not made up.
    state.arrival?.call.sites[0].stages = nil
    #expect(text(state).contains("values are not logged"))
  }

  @Test func `the mask the other way round keeps what this one drops`() throws {
    let state = try TrialFrames().state(3, 120, 40)
    let arrival = try #require(state.arrival)
    let scene = Scene(state, arrival, Inks(theme: Theme.builtIn[0], look: state.look))
    let values = try #require(CompareValues(scene))
    let kept = try #require(values.side(.vanilla, .train)).values
    let dropped = try #require(values.side(.swapped, .train)).values
    let before = values.stages.before
    #expect(dropped.size == before.size)
    #expect(before.size - dropped.zeros == (before.size - before.zeros) - (kept.size - kept.zeros))
    let sum = try #require(kept.mean) + #require(dropped.mean)
    #expect(abs(sum - (before.mean ?? 0)) < 1e-9)
  }
}
