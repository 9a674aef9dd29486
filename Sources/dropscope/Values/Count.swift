/// How many, or the number of a call: a whole number above 0.
struct Count: CustomStringConvertible {
  let value: Int

  init(_ value: Int) { self.value = value }

  init(_ text: String) throws(ValueError) {
    guard let value = Int(text), value > 0 else { throw .count }
    self.value = value
  }

  init(_ text: String, upTo largest: Int) throws(ValueError) {
    guard let value = Int(text), 1...largest ~= value else { throw .countUpTo(largest) }
    self.value = value
  }

  var description: String { "\(value)" }
}
