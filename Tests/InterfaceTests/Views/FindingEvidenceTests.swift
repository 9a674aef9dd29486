import DropoutEngine
import Testing

@testable import Interface

@Suite struct FindingEvidenceTests {
  private static let arrival = SampleNetwork().arrival()

  /// A screen on one finding of the first site that has a mask.
  private func text(of rule: String, _ numbers: [Finding.Measurement]) throws -> String {
    let site = try #require(Self.arrival.call.sites.first { $0.mask != nil })
    var verdict = Verdict()
    verdict.findings = [
      Finding(
        rule: rule, name: "a-name", severity: .error, sites: [site.name], from: 1, to: 2,
        lanes: [0], numbers: numbers, what: "It is off.", meaning: "Bad.", advice: "Mend it.",
        cause: site.name)
    ]
    var state = ScreenState(
      size: Size(width: 120, height: 40), look: Look(depth: .none, ascii: false),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = FindingsView.key
    _ = update(&state, .arrived(Self.arrival), at: 0)
    _ = update(&state, .examined(Conclusion(verdict, through: 60)), at: 0)
    return ansi(picture(state), .none)
  }

  @Test func `decisions that move together stand beside as many that do not`() throws {
    let frame = try text(of: "D07", [.init("correlation", 1, expected: 0, sigma: 99)])
    #expect(frame.contains("a dot is kept") && frame.contains("as many, drawn one by one"))
    let dots: [[UInt32]] = frame.split(separator: "\n").map { row in
      row.unicodeScalars.map(\.value).filter { (0x2801...0x28FF).contains($0) }
    }
    let rows = dots.filter { $0.count >= 6 }
    #expect(rows.count >= 3)
    // The two masks are not one and the same.
    #expect(rows.contains { $0.prefix($0.count / 2) != $0.suffix($0.count / 2) })
  }

  @Test(arguments: [
    ("D11", 1.5, 1.0, "× 1.5", "× 1"), ("D14", 0.75, 0.5, "75.0%", "50.0%"),
    ("D04", 4, 2, "× 4", "× 2"),
  ])
  func `a factor or a share that is off stands over what is expected, on one scale`(
    rule: String, measured: Double, expected: Double, first: String, second: String
  ) throws {
    let number = Finding.Measurement("scale", measured, expected: expected)
    let rows: [String] = try text(of: rule, [number]).split(separator: "\n").map { String($0) }
    let bars: [String] = rows.filter { $0.contains("━━━") && $0.contains("  ━") }
    let (measuredWords, expectedWords) = ("measured  " + first, "expected  " + second)
    let above = try #require(bars.first { $0.contains(measuredWords) })
    let below = try #require(bars.first { $0.contains(expectedWords) })
    let lengths: [Double] = [above, below].map { row in
      Double(row.unicodeScalars.count { $0 == "━" })
    }
    #expect(abs(lengths[1] / lengths[0] - expected / measured) < 0.02)
  }
}
