import DropoutEngine
import JSONText
import TestSupport
import Testing

@testable import SessionLog

@Suite("A record is written as one line of JSON")
struct LogEncoderTests {
  @Test("a small session has these bytes")
  func golden() throws {
    var encoder = LogEncoder()
    let stage = StageStatistics(
      mean: 0.5, sd: 0.25, min: 0, max: 1, zeros: 1, nan: 0, inf: 0, below: 0, above: 0,
      bins: [1, 2])
    let rate = try Rate(0.5)
    let header = SessionHeader(
      source: "simulation", preset: "module", seed: .max, dialect: "philox", widths: [],
      sites: [SiteHeader(name: "dropout", shape: [1, 3], rate: rate)])
    let layer = SiteCall(
      name: "dropout", shape: [1, 3], rate: rate, scale: 2, mask: Mask([true, false, true]),
      kept: 2,
      stages: Stages(
        range: HistogramRange(low: 0, high: 1), before: stage, masked: stage, after: stage))
    var evaluated = layer
    evaluated.shape = [3]
    evaluated.draw = .nothing
    evaluated.kept = 3
    let records: [LogRecord] = [
      .session(
        SessionRecord(app: "dropscope 0.1.0", started: "2026-01-02T03:04:05Z", header: header)),
      .call(
        ForwardCall(number: 1, phase: .train, mode: .inverted, loss: 2.31, sites: [layer]), ms: 0),
      .annotation(
        Annotation(
          number: 2, kind: .change(Change(what: "mode", site: nil, from: "inverted", to: "vanilla"))
        ), ms: 400),
      .annotation(
        Annotation(
          number: 2, kind: .change(Change(what: "rate", site: "dropout", from: "0.5", to: "0.2"))),
        ms: 401),
      .call(
        ForwardCall(
          number: 2, phase: .eval, mode: .vanilla, epoch: 1, loss: .nan, heldOut: 0.75,
          sites: [evaluated]), ms: 500),
      LogRecord.annotation(
        Annotation(number: 2, kind: .mark(text: "a \"mark\"\n\u{7F}\u{9B}é")), ms: 900),
      .rewind(n: 2, ms: 1200),
      .end(n: 1, ms: 16000, reason: "quit"),
    ]
    let text = records.map { String(decoding: encoder.encode($0), as: UTF8.self) }.joined()
    #expect(text == goldenSession)
  }

  @Test("the same records give the same bytes, whatever was written before")
  func deterministic() {
    let shapes = [[4, 8], [4, 5]]
    var sessions = SampleSessions(seed: 1)
    let calls = (1...20).map { sessions.call($0, shapes: shapes) }
    var first = LogEncoder()
    let session = LogRecord.session(SampleSessions.session(shapes: shapes))
    _ = first.encode(session)
    let whole = calls.map { first.encode(.call($0, ms: 0)) }
    for (call, line) in zip(calls, whole) {
      var fresh = LogEncoder()
      _ = fresh.encode(session)
      #expect(fresh.encode(.call(call, ms: 0)) == line)
    }
  }

  @Test("a number is the shortest that reads back, whole ones without a fraction")
  func numbers() {
    let cases: [(Double?, String)] = [
      (2, "2"), (-3, "-3"), (0, "0"), (-0.0, "-0"), (0.1, "0.1"), (1e-7, "1e-07"),
      (.leastNonzeroMagnitude, "5e-324"), (1e308, "1e+308"), (-1.5, "-1.5"), (1e22, "1e+22"),
      (1e15, "1000000000000000"),
      (0x1p53, "9007199254740992"), (nil, "null"), (.nan, "null"), (.infinity, "null"),
      (1.1111111640930176, "1.1111111640930176"), (0.0001, "0.0001"),
    ]
    for (value, text) in cases {
      var line = LineBuffer()
      line.append(value)
      #expect(String(decoding: line.bytes, as: UTF8.self) == text)
    }
  }

  @Test("an integer has the digits that Swift prints")
  func integers() {
    var values = [0, 9, 10, 99, 100, 101, 999, 1000, Int.max, Int.min, -1, -9, -10, -100]
    var power = 1
    while power < Int.max / 10 {
      power *= 10
      values += [power - 1, power, power + 1, -power]
    }
    for value in values {
      var line = LineBuffer()
      line.append(value)
      #expect(String(decoding: line.bytes, as: UTF8.self) == "\(value)")
    }
  }

  @Test("a mask is hex of its bits, most significant first, padded to a byte")
  func masks() {
    var random = SplitMix64(state: 7)
    for count in [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 1000] {
      let bits = (0..<count).map { _ in Bool.random(using: &random) }
      var line = LineBuffer()
      line.append(Mask(bits))
      #expect(String(decoding: line.bytes, as: UTF8.self) == "\"\(plainHex(bits))\"", "\(count)")
    }
  }

  /// The oracle: eight bits at a time, the first the most significant.
  private func plainHex(_ bits: [Bool]) -> String {
    stride(from: 0, to: bits.count, by: 8).map { start in
      let byte = (0..<8).reduce(0) { byte, offset in
        byte * 2 + (start + offset < bits.count && bits[start + offset] ? 1 : 0)
      }
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  @Test("text is escaped so that no control character is left in a line")
  func strings() throws {
    var text = String.UnicodeScalarView()
    for code: UInt32 in Array(0...0x2FF) + [0x2028, 0x1F600, 0x10FFFF] {
      if let scalar = Unicode.Scalar(code) { text.append(scalar) }
    }
    var line = LineBuffer()
    line.append(quoting: String(text))
    let written = String(decoding: line.bytes, as: UTF8.self)
    #expect(!written.unicodeScalars.contains { $0.properties.generalCategory == .control })
    var scanner = JSONScanner(line.bytes, range: 0..<line.count)
    #expect(try scanner.string() == String(text))
  }
}
