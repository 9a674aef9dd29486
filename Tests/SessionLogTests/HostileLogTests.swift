import DropoutEngine
import TestSupport
import Testing

@testable import SessionLog

@Suite("A log from outside cannot crash the reader or take what it likes")
struct HostileLogTests {
  @Test("random changes of bytes never trap")
  func mutations() {
    var mutants = Mutants(seed: 9)
    for _ in 0..<6000 {
      var reader = LogReader(bytes: mutants.next())
      if let recording = try? Recording(&reader) {
        for layer in recording.calls.flatMap(\.sites) {
          _ = layer.keptShare
          guard let stages = layer.stages else { continue }
          _ = stages.before.size + stages.masked.size + stages.after.size
        }
        _ = recording.annotations
      }
    }
  }

  @Test("nor do they when every call and point of it is asked for by number")
  func mutatedTimelines() throws {
    var mutants = Mutants(seed: 10, shapes: [[2, 3]])
    let log = TemporaryFile()
    for round in 0..<6000 {
      let bytes = mutants.next()
      try log.write(bytes)
      var timeline = try LogTimeline(path: log.path)
      // Regions of one call or two each, of which most have to be joined.
      if round % 2 == 0 {
        timeline.index = LogIndex(regions: RegionList(spacing: 600, capacity: 4))
      }
      while timeline.hasMore { timeline.readOn() }
      try walk(&timeline, count: round % 4 == 0 ? calls(bytes) : nil)
      _ = (timeline.annotations, timeline.overview, timeline.share, timeline.takeReplaced())
    }
  }

  private func calls(_ bytes: [UInt8]) -> Int? {
    var reader = LogReader(bytes: bytes)
    return (try? Recording(&reader))?.calls.count
  }

  /// Asks for all there is; where the whole log can be read, that is what reading all of it gives.
  private func walk(_ timeline: inout LogTimeline, count: Int?) throws {
    var number = try timeline.nearest(to: 0)
    var found = 0
    while let at = number {
      if (try? timeline.call(at)) != nil { found += 1 }
      _ = try? timeline.points(endingAt: at)
      _ = timeline.header(at: at)
      number = try timeline.next(after: at)
    }
    if let count { #expect(found == count) }
    for number in [0, timeline.newest, .max] { _ = try timeline.nearest(to: number) }
  }

  @Test("pieces of a mutated log give the same index as the whole, also where it ends early")
  func mutatedPieces() {
    var mutants = Mutants(seed: 11)
    for _ in 0..<2000 {
      let log = mutants.next()
      var whole = LogIndex(regions: RegionList(spacing: 900, capacity: 4))
      _ = whole.take(log, count: log.count)
      var index = LogIndex(regions: RegionList(spacing: 900, capacity: 4))
      var end = 0
      while end < log.count, index.failure == nil {
        end = min(log.count, end + Int.random(in: 1...3000, using: &mutants.random))
        let piece = Array(log[index.position..<end])
        _ = index.take(piece, count: piece.count)
      }
      #expect(index.newest == whole.newest && index.failure == whole.failure)
      #expect(index.regions.regions == whole.regions.regions)
      #expect(index.annotations.all == whole.annotations.all)
    }
  }

  @Test("sizes beyond the limits are refused before memory is taken", arguments: hostileLines)
  func limits(line: String, reason: String) {
    let session =
      #"{"t":"session","v":1,"layers":[{"name":"d","shape":[9],"rate":0.5},{"name":"e","shape":[2147483648],"rate":0}]}"#
    #expect(message([session, line]) == "line 2: \(reason)")
  }

  static let hostileLines: [(String, String)] = [
    (
      call(#""shape":[4294967296],"#),
      "an extent of a shape should be a whole number in 0...2147483648"
    ),
    (call(#""shape":[65536,65536],"#), "a shape holds more than 2147483648 elements"),
    (
      call(#""shape":[0,2147483648,2147483648,2147483648],"#),
      "a shape holds more than 2147483648 elements"
    ),
    (call(#""mask":"ff","#), "a mask of 9 elements takes 4 hex digits and has 2"),
    (call(#""mask":"ffff","#), "a mask of 9 elements has bits set beyond its last element"),
    (call(#""mask":"fg80","#), "a mask holds something else than hex digits"),
    (call(#""kept":10,"#), "site 1 keeps 10 of 9 elements"),
    (call(#""kept":8,"mask":"ff80","#), "site 1 has kept 8, but its mask keeps 9"),
    (call("", stage: #"{"bins":[10]}"#), "a stage of site 1 counts more than its 9 elements"),
    (
      call(
        "", stage: #"{"bins":[\#(Array(repeating: "0", count: 65_537).joined(separator: ","))]}"#),
      "an array has more than 65536 elements"
    ),
    (call("", stage: #"{"lo":2,"hi":1}"#), "lo should not be above hi"),
    (call(#""rate":1.5,"#), "rate should be a number in 0...1"),
    (String(repeating: "[", count: 100_000), "an object should stand at byte 1"),
    (#"{"t":"x","a":"# + String(repeating: "[", count: 100_000), "it nests deeper than 32 levels"),
    (
      #"{"t":"mark","n":1,"text":"\ud800"# + "\u{1}\"}",
      "a string holds a control character that is not escaped"
    ),
    (
      #"{"t":"mark","n":99999999999999999999,"text":""}"#,
      "n should be a whole number in 0...9007199254740991"
    ),
    (#"{"t":"call","n":1,"phase":"test"}"#, "phase should be train or eval"),
    (#"{"t":"call","n":1,"loss":1e999}"#, "loss is too large a number"),
  ]

  @Test("a line without an end is refused at 64 MiB")
  func longLine() {
    let session = write([.session(SampleSessions.session(shapes: []))])
    let endless = [UInt8](repeating: UInt8(ascii: " "), count: (64 << 20) + 1)
    let wanted = LogError.line(number: 2, reason: "it is longer than 67108864 bytes", path: nil)
    for newline in [[], [UInt8(ascii: "\n")]] {
      #expect(throws: wanted) { try read(session + endless + newline) }
    }
  }

  private static func call(_ fields: String, stage: String = "{}") -> String {
    #"{"t":"call","n":1,"phase":"train","mode":"inverted","layers":[{"name":"d","rate":0.5,\#(fields)"before":\#(stage),"masked":{},"after":{}}]}"#
  }
}

/// Logs with all kinds of records, each changed in a few places.
private struct Mutants {
  var random: SplitMix64
  private let log: [UInt8]
  private let alphabet = Array("{}[]\",:\\0123456789eE+-.nutf\n \u{0}\u{7F}".utf8) + [0xC2, 0xFF]

  init(seed: UInt64, shapes: [[Int]] = [[2, 9], [3, 5]]) {
    random = SplitMix64(state: seed)
    var samples = SampleSessions(seed: 8)
    let calls = (1...3).map { LogRecord.call(samples.call($0, shapes: shapes, bins: 2), ms: $0) }
    let again = samples.layer("hidden1", shape: shapes[0], bins: 0, masked: true)
    log = write(
      [
        .session(SampleSessions.session(shapes: shapes)), calls[0],
        .recompute(n: 1, ms: 1, sites: [again]), .site(SiteHeader(name: "late", shape: [3])),
        calls[1], calls[2], .recompute(n: 1, ms: 2, sites: [again]),
        .annotation(Annotation(number: 3, kind: .mark(text: "m\n")), ms: 4),
        .annotation(Annotation(number: 2, kind: .note(site: nil, text: "n")), ms: 4),
        .rewind(n: 2, ms: 5), calls[1], .end(n: 2, ms: 6, reason: ""),
      ])
  }

  mutating func next() -> [UInt8] {
    var bytes = log
    for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[at] = alphabet.randomElement(using: &random) ?? 0
    case 2: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: at)
    case 3: bytes.removeSubrange(at..<min(at + Int.random(in: 1...9, using: &random), bytes.count))
    default: bytes.insert(contentsOf: bytes[at..<min(at + 40, bytes.count)], at: at)
    }
  }
}
