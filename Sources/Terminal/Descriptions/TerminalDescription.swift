import CNCurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What curses knows of a terminal (terminfo(5)): its flags, numbers and strings by their names.
///
/// The variable TERMINFO may hold one itself, in hex (ncurses 6.1 and newer), so that curses takes what
/// is made here instead of what the machine's database says.
struct TerminalDescription: Equatable {
  var name: String
  var flags: Set<String> = []
  var numbers: [String: Int] = [:]
  var strings: [String: [UInt8]] = [:]

  /// Flags beyond the standard ones: what a terminal does with default colours and titles, and whether
  /// numbers of colours are colours.
  private static let extendedFlags = ["AX", "RGB", "XT"]

  init(name: String) { self.name = name }

  /// What `setupterm` has read.
  init(current name: String) {
    self.name = name
    flags = Set(
      (capabilities(shim_flag_name) + TerminalDescription.extendedFlags).filter {
        tigetflag($0) == 1
      })
    for name in capabilities(shim_number_name) where tigetnum(name) >= 0 {
      numbers[name] = Int(tigetnum(name))
    }
    for name in capabilities(shim_string_name) {
      strings[name] = shim_capability(name).map { text in
        // Not all of it need be UTF-8: older terminals have line drawings of 8 bits.
        UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
      }
    }
  }

  /// What TERMINFO is set to for curses to use it; nil when it has no place for so much.
  var variable: String? {
    var writer = TerminfoWriter()
    writer.write(
      name: name, flags: capabilities(shim_flag_name).map { flags.contains($0) },
      numbers: capabilities(shim_number_name).map { numbers[$0] },
      strings: capabilities(shim_string_name).map { strings[$0] })
    writer.write(
      extended: TerminalDescription.extendedFlags.map { ($0, flags.contains($0)) })
    guard let bytes = writer.finished else { return nil }
    return "hex:" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The names of one kind of capability, in the order in which descriptions have them.
private func capabilities(_ name: (Int32) -> UnsafePointer<CChar>?) -> [String] {
  var names: [String] = []
  while let next = name(Int32(names.count)) { names.append(String(cString: next)) }
  return names
}
