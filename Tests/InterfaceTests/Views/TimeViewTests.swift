import DropoutEngine
import Testing

@testable import Interface

@Suite struct TimeViewTests {
  private static let sizes = [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ]

  private func text(_ state: ScreenState) -> String { ansi(picture(state), .none) }

  @Test(arguments: TimeViewTests.sizes)
  func `a frame over time is the picture that was looked at`(size: Size) throws {
    let state = SamplePast(shown: 90).state(size.width, size.height, view: 6)
    try expectPicture(text(state) + "\n", named: "time-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame holds ASCII alone`() {
    let state = SamplePast(shown: 90).state(200, 60, view: 6, ascii: true)
    let cells = picture(state).cells
    // One question mark is the key of the help.
    #expect(cells.allSatisfy { $0.glyph.isASCII } && cells.count { $0.glyph == "?" } == 1)
  }

  @Test func `the cursor stands in the time panel's column in every plot`() throws {
    let state = SamplePast(shown: 90).state(120, 40, view: 6)
    let canvas = picture(state)
    let frame = try #require(ScreenFrame(state.size))
    let time = try #require(frame.time)
    let cell = CallAxis(1...130, width: 116).cell(90)
    let x = 2 + cell
    #expect(canvas[x, time.y + 1].glyph == "┃")
    for panel in TimeView().panels(state) {
      for y in panel.y + 1..<panel.maxY - 1 {
        let columns = (0..<120).filter { canvas[$0, y].glyph == "┃" }
        #expect(columns == [x], "row \(y)")
      }
    }
  }

  @Test func `numbers at the cursor are the call's own`() throws {
    let state = SamplePast(shown: 90).state(120, 40, view: 6)
    let call = try #require(state.arrival?.call)
    let stages = try #require(call.sites[0].stages)
    let shown = text(state)
    #expect(shown.contains("here  mean \(Numerals.short(stages.before.mean))"))
    #expect(shown.contains("expected 0.500") && shown.contains("Vanilla: nothing is rescaled"))
    let history = try #require(state.inquired.answer(to: TimeView.question(state)))
    let twin = try #require(history.rows[89].twinLoss.mean)
    #expect(shown.contains("here \(Numerals.short(call.loss))  without \(Numerals.short(twin))"))
  }

  @Test func `where there is room the ratio has a lane below kept, with its band`() {
    let shown = text(SamplePast(shown: 90).state(120, 40, view: 6)).split(separator: "\n")
    let lane = shown.firstIndex { $0.contains("─ after ÷ before, σ from what") }
    let kept = shown.firstIndex { $0.contains("─ time  kept of hidden1") }
    #expect(lane == kept.map { $0 + 5 })
    #expect(lane.map { shown[$0].contains("session ") && shown[$0].contains("σ ✓") } == true)
    #expect(!text(SamplePast(shown: 90).state(80, 24, view: 6)).contains("after ÷ before"))
    var unknown = SamplePast(shown: 90).state(120, 40, view: 6)
    unknown.inquired = Inquired()
    #expect(text(unknown).contains("reading the calls"))
  }

  @Test func `a log has no twin, and the plot says so`() {
    let state = SamplePast(shown: 90, isLogged: true).state(160, 40, view: 6)
    #expect(text(state).contains("no network without dropout ran beside it"))
    #expect(!text(state).contains("the same without"))
  }

  @Test func `bands and tones change with their keys`() {
    var state = SamplePast(shown: 90).state(120, 40, view: 6)
    let map = text(state)
    _ = update(&state, .key(.character("L")), at: 0)
    let linear = text(state)
    _ = update(&state, .key(.character("b")), at: 0)
    let bands = text(state)
    #expect(map != linear && linear != bands && bands.contains("median"))
  }

  @Test func `the fullest values are the brightest, and where there are none there is nothing`() {
    let state = SamplePast(shown: 90).state(120, 45, view: 6, depth: .direct)
    let canvas = picture(state)
    let plot = TimeView().panels(state)[0].inset(dx: 2, dy: 1)
    let x = plot.x + 60
    let styles = Set((plot.y..<plot.maxY).map { canvas[x, $0].style })
    #expect(styles.count > 3 && canvas[x, plot.y].glyph == " ")
    let theme = state.themes[0]
    func distance(_ color: Color?) -> Int {
      guard let color else { return 0 }
      return abs(Int(color.red) - Int(theme.ground.red))
    }
    let lowest = canvas[x, plot.maxY - 1].style.background
    #expect(distance(lowest) > distance(canvas[x, plot.maxY - 4].style.background))
  }

  @Test(arguments: [1e308, -1e308, 1e-308, 0])
  func `numbers that no plot can hold leave a picture`(value: Double) {
    var state = SamplePast(shown: 90).state(200, 60, view: 6)
    var history = TimeHistory(site: "hidden1", hasTwin: true)
    let stage = StageStatistics(
      mean: value, sd: 1, min: -abs(value), max: abs(value), zeros: .max / 4, nan: 3, inf: 1,
      below: .max / 4, above: .max / 4, bins: [.max / 4, -5, 0, .max / 4])
    for number in 1...40 {
      var site = SiteCall(name: "hidden1")
      let high = number % 2 == 0 ? 1e308 : abs(value)
      site.stages = Stages(
        range: HistogramRange(low: -high, high: high), before: stage, masked: stage, after: stage)
      history.take(
        ForwardCall(number: number, phase: .train, loss: value, sites: [site]),
        twin: (-value, value), norms: [LayerNorms(weights: value, gradient: -value)])
    }
    let question = TimeView.question(state)
    _ = update(&state, .answered(Answered(question, history)), at: 0)
    for _ in 0..<2 {
      #expect(text(state).contains("learning"))
      _ = update(&state, .key(.character("b")), at: 0)
    }
  }
}
