import Interface

/// Decides how many colours are used: the person's flag, then NO_COLOR, then what the terminal has.
struct DepthDetection {
  /// What `--color` says.
  var flag: ColorDepth?
  /// NO_COLOR of the environment; only a non-empty one counts.
  var noColor: String?
  /// How many colours the terminfo entry has; 0 or less for none.
  var colors: Int
  /// Whether the entry has the RGB flag, by which colour numbers are colours: that of a terminal like
  /// xterm-direct, or one that ``TerminalDescription`` made.
  var hasRGB: Bool

  /// The depth to draw in: never more than the terminal has. A terminal of direct colours knows no
  /// palette beyond 8, and draws in direct colours where 16 or 256 were asked for.
  var depth: ColorDepth {
    if let flag {
      let depth = ColorDepth.allCases[min(rank(flag), rank(terminalDepth))]
      return terminalDepth == .direct && rank(depth) > rank(.ansi8) ? .direct : depth
    }
    if let noColor, !noColor.isEmpty { return .none }
    return terminalDepth
  }

  private var terminalDepth: ColorDepth {
    switch colors {
    case ..<8: .none
    case ..<16: .ansi8
    case ..<256: .ansi16
    case 0x100_0000 where hasRGB: .direct
    default: .palette256
    }
  }

  private func rank(_ depth: ColorDepth) -> Int { ColorDepth.allCases.firstIndex(of: depth) ?? 0 }
}
