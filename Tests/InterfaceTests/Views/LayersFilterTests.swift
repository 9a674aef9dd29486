import DropoutEngine
import Testing

@testable import Interface

@Suite struct LayersFilterTests {
  private func press(_ text: String, _ state: inout ScreenState) {
    for letter in text { _ = update(&state, .key(.character(letter)), at: 0) }
  }

  private func shown(_ state: ScreenState) -> [String] {
    let table = LayerTable(state.arrival!, findings: state.findings)
    return state.memory[LayersState.self].arranged(table).map(\.name)
  }

  @Test func `what is typed narrows the rows at once, and the title has it`() throws {
    var state = SampleNetwork().state(120, 40)
    state.view = 2
    let all = shown(state)
    let wanted = try #require(all.last)
    press("/", &state)
    // Letters that are keys elsewhere are letters here.
    press(wanted.uppercased(), &state)
    #expect(shown(state) == all.filter { $0.lowercased().contains(wanted.lowercased()) })
    #expect(state.selectedSite?.name == wanted && state.view == 2)
    let frame = ansi(picture(state), .none)
    #expect(frame.contains("of \(all.count) sites"))
    _ = update(&state, .key(.enter), at: 0)
    #expect(state.view == 2 && !shown(state).isEmpty && shown(state).count < all.count)
    _ = update(&state, .key(.escape), at: 0)
    #expect(shown(state) == all)
  }

  @Test func `a name that none has leaves no row, and backspace takes letters back`() {
    var state = SampleNetwork().state(80, 24)
    state.view = 2
    let all = shown(state)
    press("/zzz", &state)
    #expect(shown(state).isEmpty)
    #expect(ansi(picture(state), .none).contains("no such site: esc shows all"))
    for _ in 0..<5 { _ = update(&state, .key(.backspace), at: 0) }
    #expect(shown(state) == all)
    _ = update(&state, .key(.control("c")), at: 0)
  }

  @Test func `a border that is dragged resizes panels within bounds, and 0 puts them back`() throws
  {
    var state = SampleNetwork().state(160, 45)
    state.view = 2
    let layout = { (state: ScreenState) in LayersView().panels(state) }
    let before = layout(state)
    let divider = try #require(
      picture(state).zones.last { zone in
        guard case .divider(let own)? = zone.press?(Point(x: zone.rect.x, y: zone.rect.y)) else {
          return false
        }
        return own.panel == LayersLayout.panel
      })
    let (x, y) = (divider.rect.x, divider.rect.y + 4)
    _ = update(&state, .mouse(Mouse(.press, x: x, y: y)), at: 0)
    _ = update(&state, .mouse(Mouse(.drag, x: x - 10, y: y)), at: 0)
    #expect(layout(state)[0].width == before[0].width - 10)
    for edge in [-50, 500] {
      _ = update(&state, .mouse(Mouse(.drag, x: edge, y: y)), at: 0)
      #expect(layout(state).allSatisfy { $0.width > 20 && $0.maxX <= 160 })
    }
    _ = update(&state, .mouse(Mouse(.release, x: x, y: y)), at: 0)
    _ = update(&state, .mouse(Mouse(.drag, x: x, y: y)), at: 0)
    #expect(layout(state)[0].width != before[0].width)
    press("0", &state)
    #expect(layout(state) == before)
  }
}
