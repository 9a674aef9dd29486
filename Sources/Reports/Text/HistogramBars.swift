import DropoutEngine

/// A histogram as upright bars of characters over its axis.
///
/// Exact zeros, which after dropout are most of all values, are left out of their bin: they would
/// flatten all other bars, and are told in numbers beside.
struct HistogramBars {
  /// Rows of characters.
  static let height = 4
  private static let widest = 64

  /// Of each bar, zeros left out.
  let counts: [Int]

  init(_ stage: StageStatistics, range: HistogramRange) {
    var bins = stage.bins
    let width = (range.high - range.low) / Double(max(bins.count, 1))
    let zeroBin = width > 0 ? Int(exactly: (-range.low / width).rounded(.down)) : nil
    if let zeroBin, bins.indices.contains(zeroBin) {
      bins[zeroBin] = max(0, bins[zeroBin] - stage.zeros)
    }
    let fold = (bins.count + Self.widest - 1) / Self.widest
    counts = stride(from: 0, to: bins.count, by: max(fold, 1)).map { start in
      bins[start..<min(start + fold, bins.count)].reduce(0) { $0.addingReportingOverflow($1).0 }
    }
  }

  /// How many characters wide it is.
  var width: Int { counts.count }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { counts.allSatisfy { $0 <= 0 } }

  /// The rows of the bars, top first, without blanks at their ends.
  func lines(_ style: TextStyle) -> [String] {
    let most = Double(counts.max() ?? 0)
    let eighths = style.eighths
    return (0..<Self.height).reversed().map { row in
      var line = ""
      for count in counts {
        let level = most > 0 ? Double(count) / most * Double(Self.height * 8) : 0
        // The smallest bar is seen: a value that occurs is never left out.
        let whole = count > 0 ? max(1, Int(level.rounded())) : 0
        line.append(eighths[min(max(whole - row * 8, 0), 8)])
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// All in one row.
  func line(_ style: TextStyle) -> String {
    let most = Double(counts.max() ?? 0)
    return String(
      counts.map { count in
        guard count > 0, most > 0 else { return style.eighths[0] }
        return style.eighths[max(1, Int((Double(count) / most * 8).rounded()))]
      })
  }
}
