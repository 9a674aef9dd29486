import DropoutEngine
import Reports
import SessionLog
import Testing

@Suite("A call as text")
struct CallTextTests {
  private func call(_ shape: [Int], _ mask: Mask?) -> ForwardCall {
    let size = shape.reduce(1, *)
    let stage = StageStatistics(
      mean: 0.25, sd: 1.5, min: -1, max: 2, zeros: 0, nan: 0, inf: 0, below: 0, above: 0,
      bins: [size, 0, size / 2, 1])
    let layer = SiteCall(
      name: "drop\u{1b}", shape: shape, rate: .half, scale: 2, mask: mask,
      kept: mask?.kept ?? size,
      stages: Stages(
        range: HistogramRange(low: -1, high: 1), before: stage, masked: stage, after: stage))
    return ForwardCall(number: 3, phase: .train, mode: .vanilla, sites: [layer])
  }

  @Test("shows a mask as it lies in the tensor")
  func grid() {
    let mask = Mask([true, false, true, false, false, true])
    let text = CallText(call([2, 3], mask), style: TextStyle()).full
    #expect(text.contains("\n    █·█\n    ··█\n"))
    #expect(text.contains(#"drop\u{1b}  2x3  p 0.5  scale 2  kept 3 of 6 (50.0%)"#))
    let ascii = CallText(call([2, 3], mask), style: TextStyle(isASCII: true)).full
    #expect(ascii.contains("\n    #.#\n    ..#\n"))
    #expect(ascii.utf8.allSatisfy { $0 < 128 })
  }

  @Test("goes on below where a single row is too wide")
  func row() {
    let text = CallText(
      call([20], Mask(repeating: true, count: 20)), style: TextStyle(width: 16)
    ).full
    #expect(text.contains("\n    ████████████\n    ████████\n"))
  }

  @Test("folds what is larger than there is room for, to shades")
  func fold() {
    let half = Mask((0..<100 * 64).map { $0 % 2 == 0 })
    let text = CallText(call([100, 64], half), style: TextStyle(width: 36)).full
    #expect(text.contains("each mark stands for 4 x 2 elements"))
    #expect(text.contains("\n    " + String(repeating: "▒", count: 32) + "\n"))
  }

  @Test("says so where nothing was drawn")
  func none() {
    let text = CallText(call([1 << 20, 1 << 10], nil), style: TextStyle()).full
    #expect(text.contains("nothing was drawn: all are kept"))
  }

  @Test("keeps a bar for every bin that holds something")
  func bars() {
    let text = CallText(call([100], nil), style: TextStyle()).full
    #expect(text.contains("\n    █\n    █\n    █ █\n    █ █▁\n    -1 1\n"), "\(text)")
  }

  @Test("has escapes only where it is coloured")
  func color() {
    let plain = CallText(call([4], nil), style: TextStyle()).full
    #expect(!plain.contains("\u{1b}"))
    #expect(CallText(call([4], nil), style: TextStyle(isColored: true)).full.contains("\u{1b}[33m"))
  }

  @Test("fits any sizes that a log may give")
  func sizes() {
    for shape in [[], [0], [3, 0], [1], [1, 1, 1], [64, 65], [2, 3, 5]] {
      let size = shape.reduce(1, *)
      for mask in [nil, Mask(repeating: false, count: size)] {
        for style in [TextStyle(), TextStyle(width: 1)] {
          let text = CallText(call(shape, mask), style: style)
          #expect(text.full.hasPrefix("call 3  train vanilla\n"))
          #expect(text.brief.hasPrefix("call 3 "))
        }
      }
    }
  }
}
