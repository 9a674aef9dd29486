import DropoutEngine
import Foundation
import Testing

@testable import Interface

@Suite struct FindingsViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  private static let arrival = SampleNetwork().arrival()

  private func state(
    _ width: Int, _ height: Int, _ conclusion: Conclusion? = SampleVerdict.conclusion(),
    depth: ColorDepth = .none, ascii: Bool = false, view: Int = FindingsView.key
  ) -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height), look: Look(depth: depth, ascii: ascii),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = view
    _ = update(&state, .arrived(FindingsViewTests.arrival), at: 0)
    _ = update(&state, .examined(conclusion), at: 0)
    return state
  }

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  // MARK: - Frames

  @Test(arguments: FindingsViewTests.sizes)
  func `a frame of the findings is the picture that was looked at`(size: Size) throws {
    var state = state(size.width, size.height)
    if size.width > 80 { _ = update(&state, .key(.character("j")), at: 0) }
    try expectPicture(text(state) + "\n", named: "findings-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame and one of a healthy session are the pictures that were looked at`()
    throws
  {
    let ascii = text(state(120, 40, ascii: true))
    #expect(ascii.unicodeScalars.allSatisfy { $0.isASCII })
    try expectPicture(ascii + "\n", named: "findings-120x40-ascii")
    let healthy = text(state(80, 24, SampleVerdict.healthy()))
    try expectPicture(healthy + "\n", named: "findings-80x24-healthy")
  }

  @Test func `findings stand worst first, then accepted, notes, passed and what could not be run`()
  {
    let frame = text(state(200, 80))
    let order = [
      "D03  rate-off", "D04  scale-off", "D06  frozen", "D12  lost-records", "accepted",
      "D05  same-on-ranks", "may be meant", "D09  dead-units", "checked and passed",
      "D01  active-in-eval", "could not be checked", "D08  recompute-differs",
      "that nobody could see", "masks of blocks.9 are too large",
    ]
    var rest = Substring(frame)
    for words in order {
      let found = rest.range(of: words)
      #expect(found != nil, "\(words)")
      if let found { rest = rest[found.upperBound...] }
    }
    for words in [
      "−85.3σ", "drop rate 0.1002, not 0.2", "since call 12", "train.py:31", "chance 3.2e-41",
      "blocks.2.attn.drop and 2 more", "46 sites, 57 calls, 1,400,000 looked at",
    ] {
      #expect(frame.contains(words), "\(words)")
    }
    let selected = frame.split(separator: "\n").filter { $0.contains("means ") }.joined()
    #expect(selected.contains("The layer regularises less"))
  }

  @Test func `without room beside it the selected finding unfolds in the list`() {
    var state = state(80, 40)
    let advice = "Look at which rate reaches"
    #expect(text(state).contains(advice))
    _ = update(&state, .key(.character("j")), at: 0)
    #expect(!text(state).contains(advice) && text(state).contains("Make the generator once"))
  }

  @Test func `a session that was not looked at is not called healthy`() {
    let nothing = text(state(120, 40, nil))
    #expect(nothing.contains("Nothing was looked at yet") && !nothing.contains("✓ healthy"))
    let noCall = text(state(120, 40, Conclusion(Verdict(), through: 0)))
    #expect(noCall.contains("Nothing was looked at yet") && !noCall.contains("✓ healthy"))
    let healthy = text(state(120, 40, SampleVerdict.healthy()))
    #expect(healthy.contains("✓ healthy") && healthy.contains("nothing found"))
    #expect(healthy.contains("48 sites, 60 calls, 1,474,560 looked at, through call 60"))
    #expect(healthy.contains("needs the logs of two ranks"))
  }

  @Test func `names that others chose cannot reach the terminal`() {
    var conclusion = SampleVerdict.conclusion()
    conclusion.verdict.findings[0].sites = ["a\u{1B}[31m\u{202E}b\n"]
    conclusion.verdict.findings[0].place = "x\u{7}.py:1"
    conclusion.verdict.findings[0].what = String(repeating: "w\u{301}", count: 5000)
    conclusion.verdict.findings[0].numbers = [
      .init("n\u{9B}", .nan, expected: .infinity, sigma: .nan, chance: -1),
      .init("m", -.infinity, expected: 1e300, sigma: 1e300, chance: .nan),
    ]
    for size in [Size(width: 40, height: 10), Size(width: 120, height: 40)] {
      let cells = picture(state(size.width, size.height, conclusion)).cells
      #expect(cells.allSatisfy { Glyphs.isSafe($0.glyph) })
    }
  }

  // MARK: - Chip, tabs, marks

  private func chip(_ conclusion: Conclusion?, ascii: Bool = false) -> [Run]? {
    let inks = Inks(theme: Theme.builtIn[0], look: Look(depth: .direct, ascii: ascii))
    return VerdictChip(conclusion, inks).part?.runs
  }

  @Test func `the chip is quiet and green, or red and counts, or not there`() {
    let theme = Theme.builtIn[0]
    #expect(chip(nil) == nil && chip(Conclusion(Verdict(), through: 0)) == nil)
    #expect(chip(SampleVerdict.healthy())?.map(\.text) == ["✓ healthy"])
    #expect(chip(SampleVerdict.healthy())?.first?.style.foreground == theme.kept)
    #expect(chip(SampleVerdict.healthy())?.first?.style.background == theme.ground)
    #expect(chip(SampleVerdict.conclusion())?.map(\.text) == [" ▲ 3 findings "])
    #expect(chip(SampleVerdict.conclusion())?.first?.style.background == theme.alarm)
    #expect(chip(SampleVerdict.conclusion(), ascii: true)?.map(\.text) == [" ! 3 findings "])
    var one = SampleVerdict.conclusion()
    one.verdict.findings.removeLast(2)
    #expect(chip(one)?.map(\.text) == [" ▲ 1 finding "])
  }

  /// The status line alone.
  private func status(_ width: Int, _ conclusion: Conclusion?) -> String {
    let state = state(width, 10, conclusion)
    guard let arrival = state.arrival else { return "" }
    let inks = Inks(theme: state.themes[0], look: state.look)
    var canvas = Canvas(size: Size(width: width, height: 1))
    StatusLine(scene: Scene(state, arrival, inks)).draw(
      in: Rect(x: 0, y: 0, width: width, height: 1), into: &canvas)
    return ansi(canvas, .none)
  }

  @Test func `the chip pushes out nothing that matters more`() {
    for width in [Int](40...100) + [120, 200, 300] {
      for conclusion in [SampleVerdict.conclusion(), SampleVerdict.healthy()] {
        let (with, without) = (status(width, conclusion), status(width, nil))
        for words in ["train", "paused", "call 60", "loss"] where without.contains(words) {
          #expect(with.contains(words), "\(width) \(words)")
        }
      }
      #expect(width < 80 || status(width, SampleVerdict.conclusion()).contains("▲ 3 findings"))
    }
  }

  @Test func `the row of views counts findings in red, and only where there are some`() {
    let state = state(120, 40, depth: .direct, view: 2)
    #expect(text(state).contains("7 findings 3"))
    let canvas = picture(state)
    let count = (2..<120).first { canvas[$0, 1].glyph == "3" && canvas[$0 - 2, 1].glyph == "s" }
    #expect(count.map { canvas[$0, 1].style.foreground } == Theme.builtIn[0].alarm)
    #expect(!text(self.state(120, 40, SampleVerdict.healthy(), view: 2)).contains("7 findings 3"))
    #expect(text(self.state(120, 40)).contains("finding ‹1› of 5"))
  }

  @Test func `the axis marks where findings of the selected site begin, with their rules`() {
    var state = state(120, 40, view: 2)
    state.site = SiteRun(name: "blocks.3.mlp.drop")
    let lines = text(state).split(separator: "\n").map(String.init)
    let axis = lines.last { $0.hasPrefix("╰") } ?? ""
    #expect(axis.contains("▲D03") && !axis.contains("D06"))
    // Call 12 of 60 on 116 columns begins behind column ⌈11 · 116 / 60⌉.
    #expect(Array(axis.unicodeScalars).firstIndex(of: "▲") == 2 + 22)
    state.site = SiteRun(name: "blocks.9.mlp.drop")
    #expect(!text(state).contains("▲D03"))
    state.view = 1
    state.site = SiteRun(name: "blocks.2.attn.drop")
    #expect(text(state).contains("▲D06"))
  }

  @Test func `a row of the table is odd where a finding names it, though its share is fine`() {
    var conclusion = SampleVerdict.conclusion()
    conclusion.verdict.findings.removeFirst()
    let table = LayerTable(SampleNetwork().arrival(), findings: conclusion.verdict.findings)
    let odd = table.rows.filter { $0.status == .odd }.map(\.name)
    #expect(odd.contains("blocks.2.attn.drop") && odd.contains("blocks.3.mlp.drop"))
    let row = table.rows.first { $0.name == "blocks.2.attn.drop" }
    #expect(row?.rules == ["D06"] && row?.isOff == false)
    let frame = text(state(120, 40, view: 2))
    #expect(frame.contains("▲ blocks.2.attn.drop D06"))
    #expect(frame.contains("▲ D03 blocks.3.mlp.drop: 10 % are dropped where the rate says 20 %."))
  }

  // MARK: - Keys

  @Test func `keys walk the findings and what was accepted, and then the list`() {
    var state = state(80, 24)
    func press(_ key: Key) { _ = update(&state, .key(key), at: 0) }
    func selected() -> Int? {
      state.memory[FindingsState.self].selected(FindingsList.items(state.conclusion))
    }
    press(.character("k"))
    #expect(selected() == 0)
    for _ in 0..<4 { press(.character("j")) }
    #expect(selected() == 4 && text(state).contains("D09  dead-units"))
    for _ in 0..<60 { press(.down) }
    #expect(selected() == 4 && text(state).contains("that nobody could see"))
    #expect(!text(state).contains("below ↓"))
    press(.pageUp)
    #expect(text(state).contains("below ↓") && selected() == 4)
    for _ in 0..<60 { press(.up) }
    #expect(selected() == 0 && text(state).contains("D03  rate-off"))
    press(.pageDown)
    #expect(text(state).contains("above") && selected() == 0)
  }

  @Test func `the selected finding stays selected when a worse one comes`() {
    var state = state(120, 40)
    _ = update(&state, .key(.down), at: 0)
    var conclusion = SampleVerdict.conclusion()
    conclusion.verdict.findings.swapAt(1, 2)
    _ = update(&state, .examined(conclusion), at: 0)
    #expect(text(state).contains("finding ‹3› of 5"))
    _ = update(&state, .examined(nil), at: 0)
    #expect(text(state).contains("Nothing was looked at yet"))
  }

  @Test func `enter leads to the first call with the site selected, and esc back`() {
    var state = state(120, 40)
    _ = update(&state, .key(.down), at: 0)
    let requests = update(&state, .key(.enter), at: 0)
    #expect(requests.contains(.seek(34)) && state.view == 1)
    #expect(state.site?.name == "blocks.2.attn.drop")
    _ = update(&state, .key(.escape), at: 0)
    #expect(state.view == FindingsView.key)
  }

  @Test func `accepting asks for every site of the finding, and for the rule where it has none`() {
    var state = state(120, 40)
    #expect(
      update(&state, .key(.character("a")), at: 0)
        == [.accept(rule: "D03", site: "blocks.3.mlp.drop")])
    #expect(state.notice?.text == "accepted D03 at blocks.3.mlp.drop: it no longer counts")
    _ = update(&state, .key(.down), at: 0)
    #expect(update(&state, .key(.character("a")), at: 0).count == 3)
    _ = update(&state, .key(.down), at: 0)
    #expect(update(&state, .key(.character("a")), at: 0) == [.accept(rule: "D12", site: nil)])
    _ = update(&state, .key(.down), at: 0)
    #expect(update(&state, .key(.character("a")), at: 0).isEmpty)
    #expect(state.notice?.text == "D05 at blocks.0.attn.drop is accepted already")
  }

  @Test func `n and N walk marks and first calls of findings`() {
    var state = state(120, 40)
    state.arrival?.annotations.append(Annotation(number: 20, kind: .mark(text: "")))
    var seen: [Request] = []
    for key in ["N", "N", "N", "N", "n"] {
      let requests = update(&state, .key(.character(Character(key))), at: 0)
      seen += requests
      if case .seek(let number) = requests.first, var arrival = state.arrival {
        arrival.call.number = number
        _ = update(&state, .arrived(arrival), at: 0)
      }
    }
    #expect(seen == [.seek(34), .seek(20), .seek(12), .seek(20)])
    state.arrival?.call.number = 50
    _ = update(&state, .key(.character("n")), at: 0)
    #expect(state.notice?.text == "no mark or finding after call 50")
  }
}
