import CNCurses
import Interface

/// A description of the terminal by which it takes 24-bit colours.
///
/// curses sends what a terminal's description says. Most terminals of today take any colour and say
/// so in COLORTERM, or in the flag Tc that tmux began, while their descriptions, `xterm-256color` and
/// the like, know a palette; those that know colours (`xterm-direct`) are seldom installed. But the
/// variable TERMINFO may hold a description itself, in hex (ncurses 6.1 and newer, terminfo(5)). This
/// is the terminal's own one, with other colours, compiled as term(5) has it with numbers of 32 bits.
struct DirectColors {
  /// What TERMINFO is set to.
  let variable: String

  /// Whether such a description should be made.
  ///
  /// - Parameters:
  ///   - flag: what `--color` says.
  ///   - colors: how many the terminal's description has: those with fewer than 256 are of terminals
  ///     that take no more.
  ///   - hasTc: whether the description has that flag.
  ///   - environment: a variable of the environment by its name.
  static func areWanted(
    flag: ColorDepth?, type: String, colors: Int, hasTc: Bool, environment: (String) -> String?
  ) -> Bool {
    guard (256..<0x100_0000).contains(colors) else { return false }
    if let flag { return flag == .direct }
    if let noColor = environment("NO_COLOR"), !noColor.isEmpty { return false }
    if hasTc { return true }
    // GNU screen takes a palette only, and hands the variable of the terminal around it on.
    if type.hasPrefix("screen"), environment("TMUX") == nil { return false }
    return ["truecolor", "24bit"].contains(environment("COLORTERM"))
  }

  /// - Parameter type: the name of the terminal that `setupterm` has read.
  /// - Returns: nil when its description has no place for more.
  init?(type: String) {
    var bytes = TerminfoWriter()
    let flags = capabilities(shim_flag_name).map { UInt8(tigetflag($0) == 1 ? 1 : 0) }
    let numbers = capabilities(shim_number_name).map { name in
      DirectColors.numbers[name] ?? max(-1, Int(tigetnum(name)))
    }
    let strings = capabilities(shim_string_name).map { name in
      DirectColors.strings[name] ?? shim_capability(name).map { String(cString: $0) }
    }
    bytes.write(names: type, flags: flags, numbers: numbers, strings: strings)
    // AX and XT say what a terminal does with default colours and titles.
    let extended = ["AX", "RGB", "XT"]
    bytes.write(extended: extended.map { ($0, $0 == "RGB" || tigetflag($0) == 1) })
    guard let description = bytes.finished else { return nil }
    variable = "hex:" + description.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static let numbers = ["colors": 0x100_0000, "pairs": 0x1_0000]

  /// As `xterm-direct` has them: 0 to 7 are the palette's, all others are red, green and blue.
  private static let strings = ["setaf": sequence(3), "setab": sequence(4)]

  private static func sequence(_ ground: Int) -> String {
    let parts = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
    return "\u{1b}[%?%p1%{8}%<%t\(ground)%p1%d%e\(ground)8;2;\(parts)%;m"
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
