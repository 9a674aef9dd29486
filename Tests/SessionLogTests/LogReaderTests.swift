import DropoutEngine
import JSONText
import TestSupport
import Testing

@testable import SessionLog

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("A log is read line by line")
struct LogReaderTests {
  @Test("random calls come back as they were written")
  func roundTrip() throws {
    let shapes = [[2, 65], [3, 3], [], [0, 4]]
    var samples = SampleSessions(seed: 3)
    var records: [LogRecord] = [.session(SampleSessions.session(shapes: shapes, seed: .max))]
    for n in 1...50 {
      var call = samples.call(n, shapes: shapes, bins: n % 7)
      if n % 5 == 0 { (call.sites[1].name, call.sites[1].run) = ("hidden1", 2) }
      if n % 6 == 0 { call.sites.swapAt(0, 1) }
      if n % 8 == 0 { call.sites.append(samples.layer("new", shape: [9], bins: 3, masked: true)) }
      records.append(.call(call, ms: n * 17))
    }
    records += [
      .annotation(
        Annotation(
          number: 51, kind: .change(Change(what: "rate", site: "hidden2", from: "0.5", to: "0.2"))),
        ms: 900),
      LogRecord.annotation(
        Annotation(number: 50, kind: .mark(text: "a \\ \"mark\" \u{0}\u{9B}\u{1F600}")), ms: 901),
      .rewind(n: 20, ms: 902),
      .call(samples.call(20, shapes: shapes), ms: 903), .end(n: 20, ms: 904, reason: "quit"),
    ]
    #expect(try read(write(records)) == records)
  }

  @Test("an independent JSON decoder reads each line")
  func independentDecoder() throws {
    struct Line: Decodable {
      struct Layer: Decodable { var name: String; var kept: Int?; var mask: String? }
      var t: String
      var seed: UInt64?
      var loss: Double?
      var layers: [Layer]?
    }
    let shapes = [[2, 9]]
    var samples = SampleSessions(seed: 4)
    var encoder = LogEncoder()
    _ = encoder.encode(.session(SampleSessions.session(shapes: shapes)))
    for n in 1...20 {
      let call = samples.call(n, shapes: shapes)
      let line = try JSONDecoder().decode(Line.self, from: Data(encoder.encode(.call(call, ms: 1))))
      #expect(line.t == "call")
      #expect(line.loss == call.loss)
      #expect(line.layers?.first?.kept == call.sites[0].kept)
      #expect((line.layers?.first?.mask == nil) == (call.sites[0].mask == nil))
    }
    let session = encoder.encode(.session(SampleSessions.session(shapes: shapes, seed: .max)))
    #expect(try JSONDecoder().decode(Line.self, from: Data(session)).seed == .max)
  }

  @Test("a number comes back with the same bits")
  func numbers() throws {
    var random = SplitMix64(state: 5)
    var values = [
      0.1, -0.0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1e22,
      1e-7, 2,
    ]
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { values.append(value) }
    }
    for value in values {
      var line = LineBuffer()
      line.append(value)
      var scanner = JSONScanner(line.bytes, range: 0..<line.count)
      let back = try scanner.double("it")
      #expect(back?.bitPattern == value.bitPattern, "\(value)")
    }
  }

  @Test("an unfinished last line is dropped and reported, at every length")
  func tornTail() throws {
    let shapes = [[2, 9]]
    var samples = SampleSessions(seed: 6)
    let whole = write([
      .session(SampleSessions.session(shapes: shapes)),
      .call(samples.call(1, shapes: shapes), ms: 0),
    ])
    var encoder = LogEncoder()
    let last = encoder.encode(.call(samples.call(2, shapes: shapes), ms: 1))
    for length in 0..<last.count {
      var reader = LogReader(bytes: whole + last[..<length])
      var count = 0
      while try reader.next() != nil { count += 1 }
      #expect(count == 2)
      #expect(reader.tornTail == (length == 0 ? nil : length))
    }
  }

  @Test("a broken line in the middle is an error with its number")
  func brokenLine() throws {
    var lines = goldenSession.split(separator: "\n").map(String.init)
    lines[3] = String(lines[3].dropLast(5))
    #expect(message(lines) == "line 4: a string has no closing quote")
    lines[3] = ""
    #expect(message(lines) == nil)
    lines[3] = "{}"
    #expect(message(lines) == "line 4: it has no key t that says what it is")
    lines[3] = "[1]"
    #expect(message(lines) == "line 4: an object should stand at byte 1")
    lines[3] = #"{"t":"rewind","n":0}"#
    #expect(message(lines) == "line 4: n should be at least 1")
    lines[3] = #"{"t":"rewind"}"#
    #expect(message(lines) == "line 4: a rewind record has no n")
    lines[3] = lines[1]
    #expect(
      message(lines) == "line 4: call 1 comes after call 1 with no rewind record in between")
    lines[3] = lines[0]
    #expect(message(lines) == "line 4: a second session record; a file holds one session")
  }

  @Test("unknown types and keys, white space and any order of keys are read past")
  func unknown() throws {
    let lines = [
      #" { "layers" : [ {"rate":0.5,"shape":[3],"extra":[[],{"a":null}],"name":"d"} ], "v":1,"new":true,"t":"session"}"#,
      #"{"t":"weather","sun":[1,2,{"deep":"\u00e9"}]}"#,
      #"{"layers":[],"phase":"eval","x":-1.5e3,"mode":"vanilla","n":3,"\u0074":"call"}"# + "\r",
    ]
    var reader = LogReader(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
    let recording = try Recording(&reader)
    #expect(recording.session?.header.sites.first?.name == "d")
    #expect(recording.session?.header.sites.first?.kind == nil)
    #expect(recording.calls.map(\.number) == [3])
  }

  @Test("a higher version, and a log without a session, are refused in plain words")
  func refused() {
    #expect(
      message([#"{"t":"session","v":2,"layers":"what"}"#])
        == "line 1: the log is of version 2 and this program reads up to 1; use a newer one")
    #expect(
      message([#"{"t":"end","n":1,"ms":0,"reason":"quit"}"#])
        == "line 1: a log begins with a session record")
    #expect(message([]) == "the log is empty")
  }
}

/// The bytes of a log.
func write(_ records: [LogRecord]) -> [UInt8] {
  var encoder = LogEncoder()
  return records.flatMap { encoder.encode($0) }
}

/// All records of a log.
func read(_ bytes: [UInt8]) throws(LogError) -> [LogRecord] {
  var reader = LogReader(bytes: bytes)
  var records: [LogRecord] = []
  while let record = try reader.next() { records.append(record) }
  return records
}

/// What is wrong with a log of these lines; nil when nothing is.
func message(_ lines: [String]) -> String? {
  do {
    _ = try read(Array(lines.map { $0 + "\n" }.joined().utf8))
    return nil
  } catch {
    return error.description
  }
}
