/// Why a file cannot be used, in one line.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file's name as the person gave it.
  package var file: String
  /// What is wrong, and what should be there instead.
  package var problem: String

  /// Both fields; names that come from inside a file go through ``visible(_:limit:)`` first.
  package init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }

  /// The file's name and what is wrong with it.
  package var description: String { "\(FileError.visible(file, limit: .max)): \(problem)" }

  /// Text from a file, fit for a line on a terminal: control and format characters are escaped,
  /// and it is cut after `limit` characters.
  static func visible(_ text: String, limit: Int = 80) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == limit { return shown + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A shape as people say it: `64x128`.
  static func shown(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }
}
