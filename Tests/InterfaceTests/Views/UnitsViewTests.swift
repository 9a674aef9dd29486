import DropoutEngine
import TestSupport
import Testing

@testable import Interface

@Suite struct UnitsViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]
  private static let past = SamplePast(newest: 60, shown: 60)

  private func state(_ width: Int, _ height: Int, ascii: Bool = false) -> ScreenState {
    Self.past.state(width, height, view: UnitsView().digit, ascii: ascii)
  }

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  @Test(arguments: UnitsViewTests.sizes)
  func `a frame of the units is the picture that was looked at`(size: Size) throws {
    try expectPicture(
      text(state(size.width, size.height)) + "\n", named: "units-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame holds ASCII alone`() {
    var state = state(120, 40, ascii: true)
    state.unit = 3
    let cells = picture(state).cells
    // One question mark is the key of the help.
    #expect(cells.allSatisfy { $0.glyph.isASCII } && cells.count { $0.glyph == "?" } == 1)
  }

  @Test func `keys walk the grid and stop at its edges, sorted or not`() {
    var state = state(120, 40)
    func press(_ key: Key) { _ = update(&state, .key(key), at: 0) }
    press(.character("l"))
    let first = state.unit
    #expect(first != nil)
    for _ in 0..<100 { press(.character("h")) }
    for _ in 0..<100 { press(.up) }
    #expect(state.unit == 0)
    press(.right)
    #expect(state.unit == 1 && state.playback.outstanding == nil)
    for _ in 0..<100 { press(.down) }
    for _ in 0..<100 { press(.character("l")) }
    #expect(state.unit == 39)
    press(.character("s"))
    for _ in 0..<100 { press(.character("h")) }
    for _ in 0..<100 { press(.up) }
    let tally = UnitsView.question(state).flatMap { state.inquired.answer(to: $0) }?.history.tally
    #expect(state.unit == tally?.extremes?.least)
  }

  @Test func `enter shows a unit's whole history, esc and enter lead back`() {
    var state = state(80, 24)
    func press(_ key: Key) { _ = update(&state, .key(key), at: 0) }
    press(.enter)
    #expect(state.memory[UnitsState.self].isWhole && text(state).contains("back to all units"))
    #expect(UnitsView().panels(state).count == 1)
    press(.escape)
    #expect(!state.memory[UnitsState.self].isWhole && state.view == 5)
    press(.enter)
    press(.enter)
    #expect(!state.memory[UnitsState.self].isWhole)
  }

  @Test func `c counts the call alone, and says so in evaluation`() {
    var state = state(120, 40)
    _ = update(&state, .key(.character("c")), at: 0)
    #expect(text(state).contains("kept in this call"))
    var past = SamplePast(newest: 60, shown: 45).state(120, 40, view: 5)
    _ = update(&past, .key(.character("c")), at: 0)
    #expect(text(past).contains("evaluation draws nothing"))
  }

  @Test func `a unit that is dropped far too often is named, in the caption and in red`() {
    var history = UnitHistory(site: "hidden1")
    var random = SplitMix64(state: 3)
    for number in 1...80 {
      let mask = Mask((0..<640).map { random.next() % 2 == 0 && $0 % 40 != 9 })
      var call = ForwardCall(number: number, phase: .train, sites: [SiteCall(name: "hidden1")])
      call.sites[0].shape = [16, 40]
      call.sites[0].rate = .half
      call.sites[0].draw = .mask(mask)
      history.take(call, kind: nil)
    }
    var state = state(120, 40)
    let question = UnitsQuestion(site: "hidden1")
    _ = update(&state, .answered(Answered(question, UnitsAnswer(history))), at: 0)
    let shown = text(state)
    #expect(shown.contains("unit 9 was kept in 0.0% where 50.0% is expected"))
    #expect(shown.contains("unit 9"))
  }

  @Test func `what a log does not tell is drawn as unknown`() {
    let past = SamplePast(newest: 60, shown: 60, isLogged: true)
    let shown = text(past.state(120, 40, view: 5))
    #expect(shown.contains("before   not known") && shown.contains("after    not known"))
    #expect(shown.contains("weights: not in a log"))
    #expect(!shown.contains("W·x + b") && shown.contains("values before the mask are not"))
  }

  @Test func `before anything is answered the view says what it waits for`() {
    var state = SampleCall().state(120, 40)
    state.view = 5
    #expect(text(state).contains("reading the calls"))
  }

  @Test(arguments: [1e-300, 0.5, 1 - 1e-16])
  func `rates and values that no sum can hold leave a picture`(rate: Double) {
    var history = UnitHistory(site: "hidden1")
    for number in 1...30 {
      var call = ForwardCall(number: number, phase: .train, sites: [SiteCall(name: "hidden1")])
      call.sites[0].shape = [16, 40]
      call.sites[0].rate = try? Rate(rate)
      call.sites[0].draw = .mask(Mask((0..<640).map { ($0 + number) % 2 == 0 }))
      let values = [Float](repeating: .greatestFiniteMagnitude, count: 640)
      call.tensors = CallTensors(
        rows: 16, input: [], before: [values], after: [values], output: [], targets: [])
      history.take(call, kind: nil)
    }
    var state = state(200, 60)
    let question = UnitsQuestion(site: "hidden1")
    _ = update(&state, .answered(Answered(question, UnitsAnswer(history))), at: 0)
    for key: Key in [.character("s"), .character("x"), .enter] {
      #expect(text(state).contains("unit"))
      _ = update(&state, .key(key), at: 0)
    }
  }
}
