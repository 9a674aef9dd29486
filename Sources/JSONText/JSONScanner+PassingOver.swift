// For readers that want little of a long text: what they pass over is told apart by its brackets and
// quotes alone. Whether it is JSON inside is for a reader that wants it to say.
extension JSONScanner {
  /// Passes over a value of any kind.
  package mutating func passOver() throws(BrokenLine) {
    switch peek() {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      at += 1
      try passToEnd(of: 1)
    default: try skip()
    }
  }

  /// Reads an object until `body`, which gets each key and takes its value, has all that it wants;
  /// the rest is passed over.
  ///
  /// - Parameter body: whether it has.
  package mutating func object(
    until body: (inout JSONScanner, String) throws(BrokenLine) -> Bool
  ) throws(BrokenLine) {
    guard take(UInt8(ascii: "{")) else { throw unexpected("an object") }
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw unexpected("a colon after a key") }
      if try body(&self, key) { return try passToEnd(of: 1) }
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("a comma or a closing brace") }
  }

  /// Goes behind the bracket that closes so many open ones.
  private mutating func passToEnd(of open: Int) throws(BrokenLine) {
    var open = open
    while at < end {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""): _ = try stringRange()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open -= 1
        at += 1
        if open == 0 { return }
      default: at += 1
      }
    }
    throw BrokenLine("it ends within an object or an array")
  }
}
