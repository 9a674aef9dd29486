import CNCurses

/// A terminal's sequences for colours and attributes, which leave out what it has already.
///
/// curses sends both colours of a pair whenever one of them changes, and after every attribute, which
/// a terminal's description lets reset them: on a screen of many small changes of ink that is more
/// than half of all bytes. Descriptions can remember: terminfo(5)'s variables A to Z outlive a
/// sequence. A and B are the ground and the ink that the terminal has, C, D and E whether it
/// underlines, reverses and dims.
struct TerseSequences {
  /// By the names that terminfo has for them.
  private(set) var strings: [String: String]

  /// - Parameters: what the terminal has; a terminal without attributes, or one whose attributes are
  ///   not those of ECMA-48, keeps its own.
  init(setaf: String, setab: String, sgr: String?, sgr0: String?) {
    strings = [
      "setaf": TerseSequences.once(setaf, "B"), "setab": TerseSequences.once(setab, "A"),
    ]
    guard let sgr, sgr.contains("\u{1b}[0"), let sgr0, sgr0.contains("\u{1b}[") else {
      // Colours go with attributes: they must be sent each time.
      strings = ["setaf": setaf, "setab": setab]
      return
    }
    strings["sgr"] = TerseSequences.attributes
    // All off, also the colours: either ends a frame, and the next one begins by forgetting.
    strings["sgr0"] = "\u{1b}[m"
    strings["op"] = "\u{1b}[m"
  }

  /// The terminal's description with them; nil where it lacks colours.
  static func used(in description: TerminalDescription) -> TerminalDescription? {
    func own(_ name: String) -> String? {
      description.strings[name].map { String(decoding: $0, as: UTF8.self) }
    }
    guard let setaf = own("setaf"), let setab = own("setab") else { return nil }
    let terse = TerseSequences(setaf: setaf, setab: setab, sgr: own("sgr"), sgr0: own("sgr0"))
    var description = description
    for (name, sequence) in terse.strings { description.strings[name] = Array(sequence.utf8) }
    return description
  }

  /// As a frame begins: no colour is known, and no attribute is on.
  static func forget() { shim_evaluate("%{-1}%PA%{-1}%PB%{0}%PC%{0}%PD%{0}%PE") }

  private static func once(_ sequence: String, _ variable: String) -> String {
    "%?%p1%g\(variable)%=%t%e\(sequence)%p1%P\(variable)%;"
  }

  /// Bold (6) and dim (5), which end together, underline (2), and reverse (3, and 1 for standout).
  private static let attributes =
    "\u{1b}[%?%p5%t22;2%e%?%p6%t%?%gE%t22;%;1%e22%;%;%p5%PE"
    + switched("%p2", "C", on: "4", off: "24") + switched("%p1%p3%|", "D", on: "7", off: "27") + "m"

  private static func switched(
    _ value: String, _ variable: String, on: String, off: String
  ) -> String {
    "%?\(value)%t%?%g\(variable)%!%t;\(on)%;%{1}%P\(variable)"
      + "%e%?%g\(variable)%t;\(off)%;%{0}%P\(variable)%;"
  }
}
