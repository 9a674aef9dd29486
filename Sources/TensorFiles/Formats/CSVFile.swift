package import DropoutEngine
import Files
import PlainText

/// A table of numbers separated by commas.
///
/// Spaces around a number, empty lines, lines that begin with `#`, CRLF, and a byte order mark are
/// passed over. The first row is a header when not one of its fields is a number.
package enum CSVFile {
  /// Reads the table of a file, rows x columns.
  package static func read(_ path: String) throws(FileError) -> Tensor {
    try parse(try readBytes(path), file: path)
  }

  /// Reads a table, rows x columns, also where it has a single row or column.
  ///
  /// - Parameter file: the name that an error gives.
  package static func parse(_ bytes: [UInt8], file: String) throws(FileError) -> Tensor {
    if let form = FileForm(bytes) {
      throw FileError(file: file, problem: notRead(form, file: file, wanted: "a table"))
    }
    var table = Table()
    var number = 0
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
      let line = trimmed(text[start..<end])
      start = end + 1
      number += 1
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      do {
        try table.add(line)
      } catch {
        let problem = CSVDialect(line).map { $0.problem(file) } ?? error.text
        throw FileError(file: file, problem: "line \(number) \(problem)")
      }
    }
    guard let columns = table.columns else {
      throw FileError(file: file, problem: "holds no row of numbers")
    }
    return Tensor(shape: [table.rows, columns], values: table.values)
  }

  /// What is wrong with a line, to follow its number.
  private struct Problem: Error {
    var text: String
  }

  /// The rows so far.
  private struct Table {
    var values: [Float] = []
    var rows = 0
    var columns: Int?
    private var mayBeHeader = true

    mutating func add(_ line: ArraySlice<UInt8>) throws(Problem) {
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      let numbers = fields.map { float(trimmed($0)) }
      defer { mayBeHeader = false }
      if mayBeHeader, numbers.allSatisfy({ $0 == nil }), CSVDialect(line) == nil { return }
      if let columns, fields.count != columns {
        throw Problem(
          text: "has \(fields.count) numbers; it should have \(columns), as the lines before it")
      }
      for (field, value) in zip(fields, numbers) {
        guard let value else { throw notANumber(trimmed(field)) }
        values.append(value)
      }
      columns = fields.count
      rows += 1
    }
  }

  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let rest = text.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return rest.prefix(0) }
    return rest[...last]
  }

  /// A decimal number, nan or inf; Swift alone would take hexadecimal ones, too.
  static func float(_ text: ArraySlice<UInt8>) -> Float? {
    if text.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) { return nil }
    return Float(String(decoding: text, as: UTF8.self))
  }

  private static func notANumber(_ field: ArraySlice<UInt8>) -> Problem {
    if field.isEmpty { return Problem(text: "has an empty field; each should be a number") }
    let shown = plain(String(decoding: field, as: UTF8.self))
    return Problem(text: "has \"\(shown)\"; it should have numbers separated by commas")
  }
}
