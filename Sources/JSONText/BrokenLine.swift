/// Why a line is no record: a clause in plain words, without text from the line itself.
package struct BrokenLine: Error {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}
