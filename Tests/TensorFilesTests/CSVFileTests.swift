import DropoutEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("A .csv file becomes rows x columns")
struct CSVFileTests {
  @Test("numbers stand in rows")
  func rows() throws {
    #expect(
      try parse("1,2.5,-3e2\n4,5,6") == Tensor(shape: [2, 3], values: [1, 2.5, -300, 4, 5, 6]))
  }

  @Test("a single row or column keeps both axes")
  func single() throws {
    #expect(try parse("1,2\n").shape == [1, 2])
    #expect(try parse("1\n2\n").shape == [2, 1])
  }

  @Test("a header, comments, empty lines, spaces, CRLF and a byte order mark are passed over")
  func decoration() throws {
    let text = "\u{FEFF}# made by hand\r\nx, y\r\n\r\n 1 ,\t2 \r\n# between\r\n3,4\r\n\r\n"
    #expect(try parse(text) == Tensor(shape: [2, 2], values: [1, 2, 3, 4]))
  }

  @Test("nan and infinities are numbers")
  func special() throws {
    let values = try parse("nan,inf,-inf\n").values
    #expect(values[0].isNaN && values[1] == .infinity && values[2] == -.infinity)
  }

  @Test("what is wrong is told with its line")
  func problems() {
    #expect(
      problem("1,2\n\n3\n")
        == "x.csv: line 3 has 1 numbers; it should have 2, as the lines before it")
    #expect(
      problem("1,2\n3,o\u{1B}[2J\n")
        == #"x.csv: line 2 has "o\u{1b}[2J"; it should have numbers separated by commas"#)
    #expect(problem("1,,2\n") == "x.csv: line 1 has an empty field; each should be a number")
    #expect(
      problem("1,0x10\n")
        == #"x.csv: line 1 has "0x10"; it should have numbers separated by commas"#)
    #expect(problem("") == "x.csv: holds no row of numbers")
    #expect(problem("a,b\n") == "x.csv: holds no row of numbers")
  }

  @Test(arguments: [
    ("a;b\n1;2\n", 2, "has semicolons between its numbers; commas: tr ';' ',' <x.csv >NEW.csv"),
    ("1;2\n", 1, "has semicolons between its numbers; commas: tr ';' ',' <x.csv >NEW.csv"),
    (
      "a;b\n1,5;2,5\n", 2,
      "has decimal commas; points and commas: tr ',;' '.,' <x.csv >NEW.csv"
    ),
    ("a\tb\n1\t2\n", 2, "has tabs between its numbers; commas: tr '\\t' ',' <x.csv >NEW.csv"),
    ("1|2\n", 1, "has bars between its numbers; commas: tr '|' ',' <x.csv >NEW.csv"),
    ("1 2  3\n", 1, "has spaces between its numbers; commas: tr -s ' ' ',' <x.csv >NEW.csv"),
    (
      "\"a\",\"b\"\n\"1\",\"2\"\n", 2,
      "has its numbers in quotes; without them: tr -d '\"' <x.csv >NEW.csv"
    ),
    ("1,\"2,5\"\n", 1, "has commas within quotes; decimals are written with a point"),
    ("1,2\r3,4\r", 1, "ends in CR alone; newlines: tr '\\r' '\\n' <x.csv >NEW.csv"),
    ("[[1, 2], [3, 4]]\n", 1, "is a list of Python or JSON; numpy.save writes one as .npy"),
    ("1,2\n3,4;5\n", 2, "has decimal commas; points and commas: tr ',;' '.,' <x.csv >NEW.csv"),
  ])
  func `another way to write a table is named, with the command that mends it`(
    text: String, line: Int, says: String
  ) {
    #expect(problem(text) == "x.csv: line \(line) \(says)")
  }

  @Test func `what is no text is named`() {
    let parse = { (bytes: [UInt8]) in
      message { () throws(FileError) in try CSVFile.parse(bytes, file: "x.csv") }
    }
    #expect(
      parse([0xFF, 0xFE, 0x31, 0])
        == "x.csv: not a table: it is UTF-16 text; unpack it: iconv -f UTF-16 -t UTF-8 x.csv >NEW")
    #expect(
      parse([0x1F, 0x8B, 8, 0])
        == "x.csv: not a table: it is compressed with gzip; unpack it: zcat x.csv >NEW")
  }

  @Test("random bytes never trap")
  func mutations() {
    var random = SplitMix64(state: 22)
    let whole = Array("a,b\n1,2.5\r\n-3e4,nan\n# c\n7,8\n".utf8)
    for _ in 0..<4000 {
      let bytes = mutated(whole, using: &random)
      _ = message { () throws(FileError) in try CSVFile.parse(bytes, file: "x") }
    }
  }

  private func parse(_ text: String) throws -> Tensor {
    try CSVFile.parse(Array(text.utf8), file: "x.csv")
  }

  private func problem(_ text: String) -> String? {
    message { () throws(FileError) in try CSVFile.parse(Array(text.utf8), file: "x.csv") }
  }
}
