import PlainText

/// Why a file cannot be used, in one line.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file's name as the person gave it.
  package var file: String
  /// What is wrong, and what should be there instead.
  package var problem: String

  /// Both fields; names that come from inside a file go through `plain` first.
  package init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }

  /// The file's name and what is wrong with it.
  package var description: String { "\(plain(file, limit: .max)): \(problem)" }

  /// A shape as people say it: `64x128`.
  static func shown(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }
}
