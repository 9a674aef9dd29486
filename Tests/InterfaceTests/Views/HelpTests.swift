import DropoutEngine
import Testing

@testable import Interface

@Suite struct HelpTests {
  private static let sizes = [
    (40, 10), (44, 12), (60, 15), (72, 20), (80, 24), (100, 30), (112, 34), (120, 40), (160, 45),
    (200, 60), (300, 100),
  ]
  private static let kinds: [Arrival.Kind] = [.simulated, .recorded, .growing]

  @Test(arguments: HelpTests.kinds, [false, true])
  func `all of it can be read at every size, in every mode and phase, and no word is cut`(
    kind: Arrival.Kind, ascii: Bool
  ) {
    for (width, height) in HelpTests.sizes {
      // What modes and phases say differs in words only: one size tells whether they fit.
      let settings = [
        (Mode.inverted, Phase.train), (.inverted, .eval), (.vanilla, .train), (.vanilla, .eval),
      ]
      for (mode, phase) in settings.prefix(width == 80 && kind == .simulated ? 4 : 1) {
        var state = SampleCall(phase: phase, mode: mode, rows: 1, points: 0).state(
          width, height, depth: .none, ascii: ascii)
        state.arrival?.kind = kind
        state.arrival?.offers = Needs(Views.all.map(\.needs))
        for view in Views.all {
          state.view = view.digit
          readsWhole(state, view)
        }
      }
    }
  }

  /// Pages through the help, and holds what stood on screen against what there is to be read.
  private func readsWhole(_ state: ScreenState, _ view: any View) {
    var state = state
    let place = "\(view.name) at \(state.size.width)x\(state.size.height)"
    _ = update(&state, .key(.character("?")), at: 0)
    var shown: Set<String> = []
    var tops: [Int] = []
    repeat {
      tops.append(state.helpTop)
      for row in rows(picture(state)) { shown.insert(row) }
      _ = update(&state, .key(.pageDown), at: 0)
    } while state.helpTop != tops.last && tops.count < 100
    let page = HelpOverlay.Page(help(state, view), in: body(state))
    for line in page.columns.joined() {
      #expect(line.width <= page.columnWidth, "\(place): \(line.map(\.text))")
      let text = line.map(\.text).joined()
      let seen = state.look.ascii ? ascii(text) : text
      #expect(shown.contains { $0.contains(seen) }, "\(place): \(seen)")
    }
    let words = page.columns.joined().map { $0.map(\.text).joined() }.joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    for row in Views.keys(of: view).bindings where row.command != .view(1) {
      let row = state.look.ascii ? row.ascii : row
      let isListed = words.contains("\(row.label) \(row.summary)")
      #expect(isListed == state.works(row.command), "\(place): \(row.label) \(row.summary)")
    }
    for view in Views.all { #expect(words.contains("\(view.digit) \(view.name)"), "\(place)") }
  }

  @Test func `its sentences have the numbers that are in force`() {
    func words(_ mode: Mode, _ phase: Phase) -> String {
      var state = SampleCall(phase: phase, mode: mode).state(120, 40)
      state.helpIsOpen = true
      return HelpWords(state).entries.map { "\($0.word) \($0.meaning)" }.joined(separator: "\n")
    }
    #expect(words(.inverted, .train).contains("p the chance that a unit is dropped, here 0.50"))
    #expect(words(.inverted, .train).contains("multiplied by 1/(1−p) = 2.00 now"))
    #expect(words(.inverted, .eval).contains("scale 1 now"))
    #expect(words(.vanilla, .train).contains("the mean becomes 1−p = 0.50 of what it was"))
    #expect(words(.vanilla, .eval).contains("scale 1−p = 0.50 now"))
  }

  @Test func `it says which lines are seen, and scrolls no further than there is something`() {
    var state = SampleCall().state(80, 24)
    _ = update(&state, .key(.character("?")), at: 0)
    #expect(ansi(picture(state), .none).contains(" 1…20 of "))
    for _ in 0..<500 { _ = update(&state, .key(.character("j")), at: 0) }
    let bottom = state.helpTop
    _ = update(&state, .key(.character("k")), at: 0)
    #expect(state.helpTop == bottom - 1)
    _ = update(&state, .key(.end), at: 0)
    #expect(state.helpTop == bottom)
    // All fits once the terminal is large enough.
    state.size = Size(width: 300, height: 100)
    #expect(!ansi(picture(state), .none).contains(" lines "))
    _ = update(&state, .key(.up), at: 0)
    #expect(state.helpTop == 0)
  }

  private func body(_ state: ScreenState) -> Rect {
    Rect(x: 0, y: 0, width: state.size.width, height: state.size.height).inset(dx: 0, dy: 1)
  }

  private func ascii(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { Glyphs.ascii(Glyphs.safe($0)) }))
  }
}
