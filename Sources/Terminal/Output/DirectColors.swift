import Interface

/// 24-bit colours where a terminal's description knows a palette only.
///
/// Most terminals of today take any colour and say so in COLORTERM, or in the flag Tc that tmux began,
/// while their descriptions, `xterm-256color` and the like, know a palette; those that know colours
/// (`xterm-direct`) are seldom installed.
enum DirectColors {
  /// Whether they are to be used.
  ///
  /// - Parameters:
  ///   - flag: what `--color` says.
  ///   - type: TERM.
  ///   - colors: how many the terminal's description has: those with fewer than 256 are of terminals
  ///     that take no more.
  ///   - hasTc: whether the description has that flag.
  ///   - environment: a variable of the environment by its name.
  ///   - asked: what the terminal itself says; asked for last.
  static func areWanted(
    flag: ColorDepth?, type: String, colors: Int, hasTc: Bool, environment: (String) -> String?,
    asked: () -> Bool = { false }
  ) -> Bool {
    guard (256..<0x100_0000).contains(colors) else { return false }
    if let flag { return flag == .direct }
    if let noColor = environment("NO_COLOR"), !noColor.isEmpty { return false }
    if hasTc || takers.contains(type) { return true }
    // GNU screen takes a palette only, and hands the variable of the terminal around it on.
    if type.hasPrefix("screen"), environment("TMUX") == nil { return false }
    return ["truecolor", "24bit"].contains(environment("COLORTERM")) || asked()
  }

  /// Terminals that take any colour, under names of their own: ssh carries TERM and loses COLORTERM.
  private static let takers: Set<String> = [
    "alacritty", "contour", "foot", "foot-extra", "wezterm", "xterm-ghostty", "ghostty",
    "xterm-kitty",
  ]

  /// The description with colours as `xterm-direct` has them: 0 to 7 are the palette's, all others
  /// are red, green and blue.
  static func added(to description: TerminalDescription) -> TerminalDescription {
    var description = description
    description.flags.insert("RGB")
    description.numbers["colors"] = 0x100_0000
    description.numbers["pairs"] = 0x1_0000
    description.strings["setaf"] = sequence(3)
    description.strings["setab"] = sequence(4)
    return description
  }

  private static func sequence(_ ground: Int) -> [UInt8] {
    let parts = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
    return Array("\u{1b}[%?%p1%{8}%<%t\(ground)%p1%d%e\(ground)8;2;\(parts)%;m".utf8)
  }
}
