/// Why a line is no record: a clause in plain words, without text from the line itself.
struct BrokenLine: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}
