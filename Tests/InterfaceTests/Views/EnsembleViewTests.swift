import DropoutEngine
import Testing

@testable import Interface

@Suite struct EnsembleViewTests {
  private static let sizes = [
    Size(width: 40, height: 10), Size(width: 80, height: 24), Size(width: 120, height: 40),
    Size(width: 200, height: 60),
  ]

  @Test(arguments: EnsembleViewTests.sizes)
  func `a frame of sub-networks is the picture that was looked at`(size: Size) throws {
    let state = try TrialFrames().state(4, size.width, size.height)
    try expectPicture(
      ansi(picture(state), .none) + "\n", named: "ensemble-\(size.width)x\(size.height)")
  }

  @Test func `an ASCII frame of noise is the picture that was looked at`() throws {
    let state = try TrialFrames().state(4, 120, 40, ascii: true, keys: [.character("i")])
    try expectPicture(ansi(picture(state), .none) + "\n", named: "ensemble-120x40-ascii")
  }

  @Test func `the article's network shows the spread of its values`() throws {
    let state = try TrialFrames(.article, call: 3).state(4, 120, 40)
    try expectPicture(ansi(picture(state), .none) + "\n", named: "ensemble-article-120x40")
  }

  @Test func `keys ask for other inputs and more masks`() throws {
    var state = try TrialFrames().state(4, 120, 40)
    func asked(_ key: Key) -> EnsembleQuestion? {
      let requests = update(&state, .key(key), at: 0)
      guard case .inquire(let inquired)? = requests.last else { return nil }
      return inquired.question as? EnsembleQuestion
    }
    #expect(asked(.character("K"))?.masks == 500)
    #expect(asked(.pageDown)?.input.row == 321)
    #expect(asked(.pageUp)?.input.row == 320)
    #expect(asked(.character("u"))?.input.degrees == 15)
    #expect(asked(.character("U"))?.input.turns == 0)
    #expect(asked(.character("U"))?.input.turns == 23)
    #expect(asked(.character("i"))?.input.isNoise == true)
    // The order is the view's own.
    #expect(asked(.character("s")) == nil)
  }

  @Test func `what was known of the input before stays until the next is known`() throws {
    var state = try TrialFrames().state(4, 120, 40)
    let before = ansi(picture(state), .none)
    _ = update(&state, .key(.pageDown), at: 0)
    #expect(ansi(picture(state), .none) == before)
    #expect(!before.contains("drawing masks"))
  }

  @Test func `a log cannot fill it, and it says why`() {
    var state = SampleCall(hasTensors: false).state(120, 40)
    _ = update(&state, .key(.character("4")), at: 0)
    #expect(
      state.notice?.text
        == "4 ensemble needs more masks of one call, which this session does not have")
    #expect(state.view == 1)
  }
}
