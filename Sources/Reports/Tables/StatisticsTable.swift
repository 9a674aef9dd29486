public import DropoutEngine
import PlainText

/// The statistics and histograms of calls as CSV: a row for each stage of each layer of each call.
public enum StatisticsTable {
  private static let columns = [
    "call", "phase", "mode", "epoch", "loss", "held_out", "layer", "shape", "rate", "scale", "kept",
    "stage", "mean", "sd", "min", "max", "zeros", "nan", "inf", "lo", "hi", "below", "above",
    "bins",
  ]

  /// The first row: names of the columns.
  public static var header: String { columns.joined(separator: ",") + "\n" }

  /// The rows of one call. Numbers that are not known are empty; `bins` holds the counts of the
  /// histogram with blanks between, since layers may have different numbers of them.
  ///
  /// - Parameter layer: the name of the only layer to tell of; nil for all.
  public static func rows(_ call: ForwardCall, layer: String? = nil) -> String {
    let start =
      "\(call.number),\(call.phase.rawValue),\(call.mode?.rawValue ?? ""),"
      + "\(call.epoch.map(String.init) ?? ""),\(number(call.loss)),\(number(call.heldOut)),"
    var rows = ""
    for entry in call.sites where layer == nil || entry.name == layer {
      let middle =
        start + "\(field(entry.name)),"
        + "\((entry.shape ?? []).map(String.init).joined(separator: "x")),"
        + "\(number(entry.rate?.value)),\(number(entry.scale)),"
        + "\(entry.kept.map(String.init) ?? ""),"
      guard let stages = entry.stages else { continue }
      rows += middle + row("before", stages.before, stages.range)
      rows += middle + row("masked", stages.masked, stages.range)
      rows += middle + row("after", stages.after, stages.range)
    }
    return rows
  }

  private static func row(_ name: String, _ s: StageStatistics, _ range: HistogramRange) -> String {
    var row = "\(name),\(number(s.mean)),\(number(s.sd)),\(number(s.min)),\(number(s.max)),"
    row += "\(s.zeros),\(s.nan),\(s.inf),\(number(range.low)),\(number(range.high)),"
    row += "\(s.below),\(s.above),"
    for (index, count) in s.bins.enumerated() {
      if index > 0 { row += " " }
      row += String(count)
    }
    return row + "\n"
  }

  /// The shortest text that reads back as the same number.
  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A name as a field (RFC 4180), without what a terminal obeys; one that a spreadsheet would take
  /// for a formula gets an apostrophe, as spreadsheets themselves write it.
  private static func field(_ name: String) -> String {
    var text = plain(name)
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    guard text.contains(where: { ",\"".contains($0) }) else { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"\(parts.joined(separator: "\"\""))\""
  }
}
