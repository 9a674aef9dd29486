/// How a line of numbers is written that are not separated by commas alone.
enum CSVDialect: CaseIterable {
  case semicolons, decimalCommas, tabs, bars, spaces, quotes, quotedCommas, carriageReturns, array

  /// Nil for a line that is none of them, as a header, or numbers with a word among them.
  init?(_ line: ArraySlice<UInt8>) {
    let found = Self.allCases.first { $0.fits(line) }
    guard let found else { return nil }
    self = found
  }

  private func fits(_ line: ArraySlice<UInt8>) -> Bool {
    let bare = line.filter { $0 != Self.quote }
    return switch self {
    case .semicolons: Self.areNumbers(line, between: ";")
    case .decimalCommas:
      line.contains(UInt8(ascii: ",")) && !line.contains(Self.quote)
        && Self.areNumbers(
          line.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...], between: ";")
    case .tabs: Self.areNumbers(line, between: "\t")
    case .bars: Self.areNumbers(line, between: "|")
    case .spaces: Self.areNumbers(line, between: " ")
    case .quotes:
      bare.count < line.count && Self.quotesAreWhole(line)
        && [",", ";", "\t"].contains { Self.areNumbers(bare[...], between: $0) }
    case .quotedCommas:
      bare.count < line.count && !Self.quotesAreWhole(line)
        && Self.areNumbers(bare[...], between: ",")
    case .carriageReturns: line.contains(0x0D)
    case .array:
      line.first == UInt8(ascii: "[")
        && Self.areNumbers(line.filter { !"[] ".utf8.contains($0) }[...], between: ",")
    }
  }

  /// What is wrong with the line and how the file is mended, to follow the line's number.
  func problem(_ file: String) -> String {
    switch self {
    case .semicolons: "has semicolons between its numbers; commas: tr ';' ',' <\(file) >NEW.csv"
    case .decimalCommas:
      "has decimal commas; points and commas: tr ',;' '.,' <\(file) >NEW.csv"
    case .tabs: "has tabs between its numbers; commas: tr '\\t' ',' <\(file) >NEW.csv"
    case .bars: "has bars between its numbers; commas: tr '|' ',' <\(file) >NEW.csv"
    case .spaces: "has spaces between its numbers; commas: tr -s ' ' ',' <\(file) >NEW.csv"
    case .quotes: "has its numbers in quotes; without them: tr -d '\"' <\(file) >NEW.csv"
    case .quotedCommas: "has commas within quotes; decimals are written with a point"
    case .carriageReturns: "ends in CR alone; newlines: tr '\\r' '\\n' <\(file) >NEW.csv"
    case .array: "is a list of Python or JSON; numpy.save writes one as .npy"
    }
  }

  private static let quote = UInt8(ascii: "\"")

  /// Whether two numbers or more stand there, separated so, and nothing else.
  private static func areNumbers(
    _ line: ArraySlice<UInt8>, between separator: Unicode.Scalar
  ) -> Bool {
    let fields = line.split(separator: UInt8(ascii: separator))
    return fields.count > 1
      && fields.allSatisfy { CSVFile.float(CSVFile.trimmed($0)) != nil }
  }

  /// Whether no quoted text has a comma in it.
  private static func quotesAreWhole(_ line: ArraySlice<UInt8>) -> Bool {
    line.split(separator: UInt8(ascii: ",")).allSatisfy { field in
      field.count { $0 == quote }.isMultiple(of: 2)
    }
  }
}
