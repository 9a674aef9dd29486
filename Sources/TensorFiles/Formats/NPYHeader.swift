/// What the header of an `.npy` file says: a Python dictionary with the keys `descr`,
/// `fortran_order` and `shape` (numpy.lib.format).
struct NPYHeader {
  /// The numbers' type in NumPy's notation: `<f4`.
  var type: String
  /// Whether the first axis varies fastest.
  var isFortranOrder: Bool
  /// Extent along each axis.
  var shape: [Int]

  /// Reads the dictionary; nil when the text is none, or lacks a key.
  init?(_ text: ArraySlice<UInt8>) {
    var scanner = PythonScanner(text)
    var type: String?
    var order: Bool?
    var shape: [Int]?
    guard scanner.take("{") else { return nil }
    while !scanner.take("}") {
      guard let key = scanner.string(), scanner.take(":") else { return nil }
      switch key {
      case "descr": type = scanner.string() ?? (scanner.take("[") ? "records" : nil)
      case "fortran_order": order = scanner.bool()
      case "shape": shape = scanner.tuple()
      default: return nil
      }
      if type == "records" { break }
      guard scanner.take(",") || scanner.peek() == UInt8(ascii: "}") else { return nil }
    }
    if type == "records" { (order, shape) = (false, []) }
    guard let type, let order, let shape else { return nil }
    self.type = type
    isFortranOrder = order
    self.shape = shape
  }
}

/// Reads the few kinds of Python literals that an `.npy` header has.
private struct PythonScanner {
  private let text: ArraySlice<UInt8>
  private var at: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    at = text.startIndex
  }

  /// The next byte after white space; nil at the end.
  mutating func peek() -> UInt8? {
    while at < text.endIndex, text[at] == UInt8(ascii: " ") || text[at] == UInt8(ascii: "\n") {
      at += 1
    }
    return at < text.endIndex ? text[at] : nil
  }

  mutating func take(_ word: String) -> Bool {
    _ = peek()
    guard text[at...].starts(with: word.utf8) else { return false }
    at += word.utf8.count
    return true
  }

  /// A string in single or double quotes, without escapes.
  mutating func string() -> String? {
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = text[(at + 1)...].firstIndex(of: quote)
    else { return nil }
    defer { at = end + 1 }
    return String(decoding: text[(at + 1)..<end], as: UTF8.self)
  }

  mutating func bool() -> Bool? {
    if take("True") { return true }
    return take("False") ? false : nil
  }

  /// A tuple of whole numbers; Python 2 wrote an L after them.
  mutating func tuple() -> [Int]? {
    var values: [Int] = []
    guard take("(") else { return nil }
    while !take(")") {
      guard let value = integer() else { return nil }
      values.append(value)
      _ = take("L")
      guard take(",") || peek() == UInt8(ascii: ")") else { return nil }
    }
    return values
  }

  private mutating func integer() -> Int? {
    _ = peek()
    let digits = text[at...].prefix { $0 &- UInt8(ascii: "0") < 10 }
    at = digits.endIndex
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
