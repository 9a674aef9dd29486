/// A compiled description (term(5), "extended number format").
struct TerminfoWriter {
  private var bytes: [UInt8] = []

  /// The description, if its parts could be told in 16 bits.
  var finished: [UInt8]? { bytes.count < 0x7fff ? bytes : nil }

  /// The standard capabilities, each at its place; nil for what the terminal does not have.
  mutating func write(name: String, flags: [Bool], numbers: [Int?], strings: [[UInt8]?]) {
    let (offsets, table) = TerminfoWriter.table(strings)
    let sizes = [name.utf8.count + 1, flags.count, numbers.count, offsets.count, table.count]
    for value in [0o1036] + sizes { write(value, size: 2) }
    bytes += Array(name.utf8) + [0] + flags.map { $0 ? 1 : 0 }
    align()
    for number in numbers { write(number ?? -1, size: 4) }
    for offset in offsets { write(offset, size: 2) }
    bytes += table
  }

  /// Flags that are not among the standard ones.
  mutating func write(extended flags: [(name: String, isSet: Bool)]) {
    let (offsets, table) = TerminfoWriter.table(flags.map { Array($0.name.utf8) })
    align()
    for value in [flags.count, 0, 0, flags.count, table.count] { write(value, size: 2) }
    bytes += flags.map { $0.isSet ? 1 : 0 }
    align()
    for offset in offsets { write(offset, size: 2) }
    bytes += table
  }

  /// Where each string begins in a table of all, -1 for none.
  private static func table(_ strings: [[UInt8]?]) -> (offsets: [Int], table: [UInt8]) {
    var offsets: [Int] = []
    var table: [UInt8] = []
    for string in strings {
      offsets.append(string == nil ? -1 : table.count)
      if let string { table += string + [0] }
    }
    return (offsets, table)
  }

  private mutating func write(_ value: Int, size: Int) {
    for byte in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }

  private mutating func align() {
    if bytes.count % 2 == 1 { bytes.append(0) }
  }
}
