/// Why a text is not what was asked for: a clause in plain words, without text from it.
package struct BrokenLine: Error {
  package var reason: String
  /// What should stand at the place where something else does, or nothing; nil where another thing
  /// is wrong.
  package var wanted: String?

  package init(_ reason: String) { self.reason = reason }

  init(_ reason: String, wanted: String) {
    self.reason = reason
    self.wanted = wanted
  }
}
