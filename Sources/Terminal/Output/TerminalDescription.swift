import CNCurses

/// The terminal's own description with other colours, and without what is sent twice.
///
/// curses sends what a terminal's description says. The variable TERMINFO may hold a description
/// itself, in hex (ncurses 6.1 and newer, terminfo(5)); this one is compiled as term(5) has it with
/// numbers of 32 bits.
struct TerminalDescription {
  /// What TERMINFO is set to.
  let variable: String

  /// - Parameters:
  ///   - type: the name of the terminal that `setupterm` has read.
  ///   - isDirect: whether colours are red, green and blue; else they are the terminal's own.
  /// - Returns: nil when its description has no place for more, or lacks colours.
  init?(type: String, isDirect: Bool) {
    let colors = isDirect ? DirectColors.strings : [:]
    let numbers = isDirect ? DirectColors.numbers : [:]
    func own(_ name: String) -> String? { shim_capability(name).map { String(cString: $0) } }
    guard let setaf = colors["setaf"] ?? own("setaf"), let setab = colors["setab"] ?? own("setab")
    else { return nil }
    let terse = TerseSequences(setaf: setaf, setab: setab, sgr: own("sgr"), sgr0: own("sgr0"))
    var bytes = TerminfoWriter()
    bytes.write(
      names: type,
      flags: capabilities(shim_flag_name).map { UInt8(tigetflag($0) == 1 ? 1 : 0) },
      numbers: capabilities(shim_number_name).map { numbers[$0] ?? max(-1, Int(tigetnum($0))) },
      strings: capabilities(shim_string_name).map { terse.strings[$0] ?? own($0) })
    // AX and XT say what a terminal does with default colours and titles.
    let extended = [
      ("AX", tigetflag("AX") == 1), ("RGB", isDirect || tigetflag("RGB") == 1),
      ("XT", tigetflag("XT") == 1),
    ]
    bytes.write(extended: extended)
    guard let description = bytes.finished else { return nil }
    variable = "hex:" + description.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The names of one kind of capability, in the order in which descriptions have them.
private func capabilities(_ name: (Int32) -> UnsafePointer<CChar>?) -> [String] {
  var names: [String] = []
  while let next = name(Int32(names.count)) { names.append(String(cString: next)) }
  return names
}

/// A compiled description (term(5), "extended number format").
private struct TerminfoWriter {
  private var bytes: [UInt8] = []

  /// The description, if its parts could be told in 16 bits.
  var finished: [UInt8]? { bytes.count < 0x7fff ? bytes : nil }

  mutating func write(names: String, flags: [UInt8], numbers: [Int], strings: [String?]) {
    let (offsets, table) = TerminfoWriter.table(strings)
    let sizes = [names.utf8.count + 1, flags.count, numbers.count, offsets.count, table.count]
    for value in [0o1036] + sizes { write(value, size: 2) }
    bytes += Array(names.utf8) + [0] + flags
    align()
    for number in numbers { write(number, size: 4) }
    for offset in offsets { write(offset, size: 2) }
    bytes += table
  }

  /// Flags that are not among the standard ones.
  mutating func write(extended flags: [(name: String, isSet: Bool)]) {
    let (offsets, table) = TerminfoWriter.table(flags.map(\.name))
    align()
    for value in [flags.count, 0, 0, flags.count, table.count] { write(value, size: 2) }
    bytes += flags.map { $0.isSet ? 1 : 0 }
    align()
    for offset in offsets { write(offset, size: 2) }
    bytes += table
  }

  /// Where each string begins in a table of all, -1 for none.
  private static func table(_ strings: [String?]) -> (offsets: [Int], table: [UInt8]) {
    var offsets: [Int] = []
    var table: [UInt8] = []
    for string in strings {
      offsets.append(string == nil ? -1 : table.count)
      if let string { table += Array(string.utf8) + [0] }
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
