/// The order in which a person sorts names: `fc2` before `fc10`.
enum NaturalOrder {
  /// Whether `a` comes before `b`: runs of digits are compared as numbers, all else byte by byte.
  ///
  /// A strict total order: names that differ only in leading zeros are told apart by their bytes.
  static func precedes(_ a: String, _ b: String) -> Bool {
    let (x, y) = (Array(a.utf8), Array(b.utf8))
    var (i, j) = (0, 0)
    while i < x.count, j < y.count {
      if isDigit(x[i]), isDigit(y[j]) {
        let (p, q) = (digits(x, &i), digits(y, &j))
        if p.count != q.count { return p.count < q.count }
        if !p.elementsEqual(q) { return p.lexicographicallyPrecedes(q) }
      } else {
        if x[i] != y[j] { return x[i] < y[j] }
        i += 1
        j += 1
      }
    }
    if (x.count - i) != (y.count - j) { return x.count - i < y.count - j }
    return x.lexicographicallyPrecedes(y)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Steps over a run of digits and gives it without leading zeros.
  private static func digits(_ text: [UInt8], _ index: inout Int) -> ArraySlice<UInt8> {
    let run = text[index...].prefix(while: isDigit)
    index = run.endIndex
    return run.drop { $0 == UInt8(ascii: "0") }
  }
}
