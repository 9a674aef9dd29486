import DropoutEngine
import TestSupport
import Testing

@testable import Interface

/// The views that ask beside the calls, under random keys, sizes and answers.
@Suite struct TrialFuzzTests {
  private static let keys: [Key] =
    "vhjklLKiusUme+-rRtTnN?:123456789gGFz.,[]".map { Key.character($0) }
    + [.enter, .escape, .tab, .backTab, .pageUp, .pageDown, .up, .down, .left, .right]

  @Test(arguments: [(Preset.digits, 3), (.digits, 4), (.article, 3), (.article, 4), (.module, 4)])
  func `no key, size or answer traps, and what is drawn is an answer to what was asked`(
    preset: Preset, view: Int
  ) throws {
    let frames = try TrialFrames(preset, call: 2)
    var random = SplitMix64(state: UInt64(view) + UInt64(preset.rawValue.count))
    var state = try frames.state(view, 120, 40, depth: .palette256)
    for round in 0..<4000 {
      let key = TrialFuzzTests.keys[Int(random.next() % UInt64(TrialFuzzTests.keys.count))]
      _ = update(&state, .key(key), at: Double(round))
      switch random.next() % 40 {
      case 0:
        let (width, height) = (Int(random.next() % 300), Int(random.next() % 100))
        _ = update(&state, .resized(Size(width: width, height: height)), at: 0)
      case 1: state.view = view
      case 2:
        if let question = state.inquired.question, let answer = try frames.answer(question) {
          _ = update(&state, .answered(answer), at: 0)
        }
      case 3: _ = picture(state)
      default: break
      }
    }
    // The walk must not have ended in a dead end.
    #expect(Views.all.contains { $0.digit == state.view })
  }
}
