import PlainText

/// A whole number above 0 from the command line.
func wholeNumber(_ text: String, option: String) throws -> Int {
  guard let number = Int(text), number > 0 else {
    throw Failure("\(option) is a whole number above 0, but got '\(printable(text))'")
  }
  return number
}
