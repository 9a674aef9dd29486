import CNCurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The locale: which bytes a letter takes on the terminal.
package enum TerminalLocale {
  /// Takes the environment's locale, but numbers as logs and options have them, with a point.
  ///
  /// In a container LANG is often not set, and over ssh it may name a locale that this machine has
  /// not: every terminal of today takes UTF-8 nevertheless, so the C library's own UTF-8 is tried. Who
  /// names another locale (`LC_ALL=C`) has it.
  package static func adopt() {
    setlocale(LC_ALL, "")
    setlocale(LC_NUMERIC, "C")
    guard !isUTF8, wantsUTF8({ getenv($0).map { String(cString: $0) } }) else { return }
    for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
      return
    }
  }

  /// Whether text goes out as UTF-8; in other locales ASCII is all that is sure.
  package static var isUTF8: Bool { shim_is_utf8() }

  /// Whether the environment names no locale, or one of UTF-8. The first variable that is set counts
  /// (setlocale(3)).
  static func wantsUTF8(_ environment: (String) -> String?) -> Bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    guard let name = named?.lowercased() else { return true }
    return name.contains("utf-8") || name.contains("utf8")
  }
}
