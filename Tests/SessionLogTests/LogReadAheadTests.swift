import DropoutEngine
import TestSupport
import Testing

@testable import SessionLog

@Suite struct LogReadAheadTests {
  /// All records with their lines, and how the reading ended.
  private func read(
    _ reader: LogReadAhead
  ) -> (records: [LogRecord], lines: [Int], error: LogError?) {
    var records: [LogRecord] = []
    var lines: [Int] = []
    do throws(LogError) {
      while let record = try reader.next() {
        records.append(record)
        lines.append(reader.lineNumber)
      }
    } catch {
      return (records, lines, error)
    }
    return (records, lines, nil)
  }

  private func log(_ lines: Int, end: String = "") -> String {
    let calls = (1...lines).map { n in
      let mask = String(repeating: n % 2 == 0 ? "5" : "a", count: 16)
      return #"{"t":"call","n":\#(n),"phase":"train","layers":"#
        + #"[{"name":"a","shape":[64],"rate":0.5,"mask":"\#(mask)"}]}"#
    }
    return (["{\"t\":\"session\",\"v\":1}"] + calls).joined(separator: "\n") + "\n" + end
  }

  @Test(
    arguments: [0, 1000, .max],
    ["", "{\"t\":\"call\"", "nonsense\n", "\n\n{\"t\":\"other\"}\n"])
  func `what is read ahead is what a reader reads, line by line, with its errors`(
    threadStart: Int, end: String
  ) throws {
    let file = try TemporaryFile(Array(log(300, end: end).utf8))
    let ahead = LogReadAhead(try LogReader(path: file.path), threadStart: threadStart)
    let plain = LogReadAhead(try LogReader(path: file.path), threadStart: .max)
    let (a, b) = (read(ahead), read(plain))
    #expect(a.records == b.records)
    #expect(a.lines == b.lines)
    #expect(a.error == b.error)
    #expect(ahead.tornTail == plain.tornTail)
    #expect(ahead.session == plain.session)
    #expect(ahead.lineNumber == plain.lineNumber)
  }

  @Test func `a lenient reader tells its broken lines through the thread`() throws {
    let file = try TemporaryFile(Array(log(200, end: "no record\n{}\n").utf8))
    let ahead = LogReadAhead(try LogReader(lenient: file.path), threadStart: 0)
    #expect(read(ahead).records.count == 201)
    #expect(ahead.brokenLines?.first == 202)
    #expect(ahead.brokenLines?.count == 2)
  }

  @Test func `a thread whose records nobody takes ends`() throws {
    let file = try TemporaryFile(Array(log(4000).utf8))
    for _ in 0..<5 {
      let ahead = LogReadAhead(try LogReader(path: file.path), threadStart: 0)
      for _ in 0..<5 { _ = try ahead.next() }
    }
  }

  @Test func `without bins a stage has one with all of them, and is refused as with them`() throws {
    func call(_ bins: String) -> String {
      let stage =
        #"{"mean":1,"sd":1,"zeros":0,"lo":0,"hi":1,"bins":[\#(bins)]}"#
      return "{\"t\":\"session\",\"v\":1}\n"
        + #"{"t":"call","n":1,"phase":"eval","layers":[{"name":"a","shape":[9],"mask":null,"#
        + #""before":\#(stage),"masked":\#(stage),"after":\#(stage)}]}"#
        + "\n"
    }
    let file = try TemporaryFile(Array(call("1,2,6").utf8))
    let results = self.read(LogReadAhead(try LogReader(path: file.path, .withoutBins)))
    guard case .call(let only, _)? = results.records.last else {
      Issue.record("the call was not read: \(String(describing: results.error))")
      return
    }
    #expect(only.sites[0].stages?.before.bins == [9])
    for bins in ["1,2,60", "1,-2", "1,x", "1.5", "1e300", "01", "1,,2"] {
      let file = try TemporaryFile(Array(call(bins).utf8))
      let whole = self.read(LogReadAhead(try LogReader(path: file.path)))
      let without = self.read(LogReadAhead(try LogReader(path: file.path, .withoutBins)))
      #expect(whole.error != nil && whole.error == without.error, "\(bins)")
    }
  }
}

@Suite struct HexDigitTests {
  @Test func `digits of either case are packed, all other characters are refused`() {
    var random = SplitMix64(state: 3)
    for count in [0, 1, 2, 8, 15, 16, 17, 31, 32, 33, 64, 100] {
      let values = (0..<count).map { _ in UInt8(random.uniform() * 16) }
      let text = values.map { value in
        let digit = HexDigits.digit(value)
        return random.uniform() < 0.5 && digit >= UInt8(ascii: "a") ? digit - 32 : digit
      }
      let words = HexDigits.words(text[...])
      #expect(words?.count == (count + 15) / 16)
      for (index, value) in values.enumerated() {
        for bit in 0..<4 {
          let place = index * 4 + bit
          let isSet = (words?[place / 64] ?? 0) >> UInt64(place % 64) & 1
          #expect(isSet == UInt64(value >> (3 - UInt8(bit)) & 1))
        }
      }
    }
    for place in [0, 7, 8, 15, 16, 20] {
      for byte in UInt8.min...UInt8.max {
        var text = Array(repeating: UInt8(ascii: "0"), count: 21)
        text[place] = byte
        let isHex = byte < 128 && Character(Unicode.Scalar(byte)).isHexDigit
        #expect((HexDigits.words(text[...]) != nil) == isHex, "\(byte) at \(place)")
      }
    }
  }
}
