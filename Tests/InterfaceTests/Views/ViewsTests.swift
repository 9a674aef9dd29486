import Testing

@testable import Interface

@Suite struct ViewsTests {
  @Test func `a digit shows its view, and one without a view says so`() {
    var state = SampleNetwork().state(80, 24)
    _ = update(&state, .key(.character("1")), at: 0)
    #expect(state.view == 1)
    let free = (1...9).first { digit in !Views.all.contains { $0.digit == digit } }
    if let free {
      _ = update(&state, .key(.character(Character("\(free)"))), at: 0)
      let known = Views.all.map { "\($0.digit) \($0.name)" }.joined(separator: ", ")
      #expect(state.view == 1)
      #expect(state.notice?.text == "there is no view \(free): \(known)")
    }
    #expect(throws: ViewError.unknown(name: "x", known: Views.names)) { try Views.named("x") }
    #expect(
      ViewError.unknown(name: "x\u{202E}", known: ["masks", "layers"]).description
        == "there is no view 'x·'; the views are masks, layers")
    #expect((try? Views.named("Layers")) == 2)
  }

  @Test func `every view has a number and a name of its own`() {
    #expect(Set(Views.all.map(\.digit)).count == Views.all.count)
    #expect(Set(Views.names).count == Views.all.count)
    #expect(Views.all.allSatisfy { 1...9 ~= $0.digit })
  }

  @Test func `a view that a session cannot fill is refused in words`() {
    let ranks = StubView(needs: [.otherRanks, .moreMasks])
    #expect(Views.refusal(of: ranks, offers: [.otherRanks, .moreMasks, .twin]) == nil)
    #expect(
      Views.refusal(of: ranks, offers: .moreMasks)
        == "9 stub needs other ranks, which this session does not have")
    let refused = Views.all.filter { Views.refusal(of: $0, offers: []) != nil }
    #expect(refused.map(\.name) == ["ensemble", "ranks"])
  }

  @Test func `what a view keeps is its own, and begins as it says`() {
    var memory = ViewMemory()
    #expect(memory[LayersState.self] == LayersState())
    memory[LayersState.self].top = 3
    var other = ViewMemory()
    #expect(memory != other)
    other[LayersState.self].top = 3
    #expect(memory == other && memory[LayersState.self].top == 3)
  }
}

private struct StubView: View {
  let name = "stub"
  let digit = 9
  var needs: Needs
  let keys: [KeyRow] = []

  func panels(_ state: ScreenState) -> [Rect] { [] }
  func caption(_ scene: Scene) -> [[Run]] { [] }
  func draw(_ scene: Scene, into canvas: inout Canvas) {}
  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] { [] }
}
