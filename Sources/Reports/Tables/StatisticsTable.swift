public import DropoutEngine
import PlainText

/// The statistics and histograms of calls as CSV: a row for each stage of each site of each call,
/// and one row for a site without stages.
///
/// Columns that came later stand at the end, so that what reads by place goes on reading.
public struct StatisticsTable: Sendable {
  private static let columns = [
    "call", "phase", "mode", "epoch", "loss", "held_out", "layer", "shape", "rate", "scale", "kept",
    "stage", "mean", "sd", "min", "max", "zeros", "nan", "inf", "lo", "hi", "below", "above",
    "bins", "rank", "step", "grad", "run", "recomputed", "kind", "site_phase", "drawn", "decisions",
    "draws", "evidence", "digest", "shift", "fill", "dead", "used",
  ]

  /// The first row: names of the columns.
  public static var header: String { columns.joined(separator: ",") + "\n" }

  private let layer: String?
  private let rank: String
  /// The kinds of the sites, as fields.
  private let kinds: [String: String]

  /// A table.
  ///
  /// - Parameters:
  ///   - session: what the log says of its sites and its rank.
  ///   - layer: the name of the only site to tell of; nil for all.
  public init(_ session: SessionHeader? = nil, layer: String? = nil) {
    self.layer = layer
    rank = session?.rank.map(String.init) ?? ""
    kinds = Dictionary(
      (session?.sites ?? []).compactMap { site in
        site.kind.map { (site.name, Self.field($0)) }
      }, uniquingKeysWith: { kind, _ in kind })
  }

  /// The rows of one call. What is not known is empty; `bins` holds the counts of the histogram with
  /// blanks between, since sites may have different numbers of them.
  public func rows(_ call: ForwardCall) -> String {
    let start =
      "\(call.number),\(call.phase.rawValue),\(call.mode?.rawValue ?? ""),"
      + "\(Self.number(call.epoch)),\(Self.number(call.loss)),\(Self.number(call.heldOut)),"
    var rows = ""
    for entry in call.sites where layer == nil || entry.name == layer {
      let middle =
        start + "\(Self.field(entry.name)),\(Self.shape(entry.shape)),"
        + "\(Self.number(entry.rate?.value)),\(Self.number(entry.scale)),\(Self.number(entry.kept)),"
      let end = end(call, entry)
      guard let stages = entry.stages else {
        rows += middle + String(repeating: ",", count: 12) + end
        continue
      }
      for (name, stage) in [
        ("before", stages.before), ("masked", stages.masked), ("after", stages.after),
      ] {
        rows += middle
        Self.append(name, stage, stages.range, to: &rows)
        rows += end
      }
    }
    return rows
  }

  private static func append(
    _ name: String, _ s: StageStatistics, _ range: HistogramRange, to row: inout String
  ) {
    row += "\(name),\(number(s.mean)),\(number(s.sd)),\(number(s.min)),\(number(s.max)),"
    row += "\(s.zeros),\(s.nan),\(s.inf),\(number(range.low)),\(number(range.high)),"
    row += "\(s.below),\(s.above),"
    for (index, count) in s.bins.enumerated() {
      if index > 0 { row += " " }
      row += String(count)
    }
  }

  /// The columns behind the statistics, with the comma before them.
  private func end(_ call: ForwardCall, _ site: SiteCall) -> String {
    let draws = site.keptDecisions
    let (evidence, digest) =
      switch site.draw {
      case .nothing: ("none", "")
      case .mask: ("mask", "")
      case .unrecorded(let digest?, _): ("digest", digest)
      case .unrecorded(nil, .some): ("tiles", "")
      case .unrecorded(nil, nil): ("", "")
      }
    return ",\(rank),\(Self.number(call.step)),\(Self.flag(site.grad ?? call.grad)),\(site.run),"
      + "\(site.isRecomputed),\(kinds[site.name] ?? ""),\(site.phase?.rawValue ?? ""),"
      + "\(Self.shape(site.drawn)),\(Self.number(draws?.kept)),\(Self.number(draws?.of)),"
      + "\(evidence),\(digest),\(Self.number(site.shift)),\(Self.number(site.fill)),"
      + "\(Self.number(site.dead)),\(site.isUsed)\n"
  }

  private static func number(_ value: Int?) -> String { value.map(String.init) ?? "" }

  private static func flag(_ value: Bool?) -> String { value.map { "\($0)" } ?? "" }

  private static func shape(_ shape: [Int]?) -> String {
    (shape ?? []).map(String.init).joined(separator: "x")
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
