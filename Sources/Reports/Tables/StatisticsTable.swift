public import DropoutEngine
import PlainText
package import SessionLog

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
  /// The names of the sites, as fields.
  private let names: [String: String]

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
    names = Dictionary(
      (session?.sites ?? []).map { ($0.name, Self.field($0.name)) },
      uniquingKeysWith: { name, _ in name })
  }

  /// The rows of one call. What is not known is empty; `bins` holds the counts of the histogram with
  /// blanks between, since sites may have different numbers of them.
  public func rows(_ call: ForwardCall) -> String {
    var rows = LineBuffer()
    append(call, to: &rows)
    return String(decoding: rows.bytes, as: UTF8.self)
  }

  /// Appends the rows of one call.
  package func append(_ call: ForwardCall, to rows: inout LineBuffer) {
    for site in call.sites where layer == nil || site.name == layer {
      let stages = site.stages.map { stages -> [(StaticString, StageStatistics)] in
        [("before,", stages.before), ("masked,", stages.masked), ("after,", stages.after)]
      }
      var front: Range<Int>?
      var back: Range<Int>?
      for stage in stages ?? [] {
        rows.appendOnce(&front) { append(frontOf: site, in: call, to: &$0) }
        rows.append(stage.0)
        Self.append(stage.1, site.stages?.range, to: &rows)
        rows.appendOnce(&back) { append(backOf: site, in: call, to: &$0) }
      }
      guard stages == nil else { continue }
      append(frontOf: site, in: call, to: &rows)
      rows.append(",,,,,,,,,,,,")
      append(backOf: site, in: call, to: &rows)
    }
  }

  /// The columns before the stage, with the comma behind them.
  private func append(frontOf site: SiteCall, in call: ForwardCall, to row: inout LineBuffer) {
    row.append(call.number)
    row.append(",")
    row.append(text: call.phase.rawValue)
    row.append(",")
    row.append(text: call.mode?.rawValue ?? "")
    row.append(",")
    row.field(call.epoch)
    row.field(call.loss)
    row.field(call.heldOut)
    row.append(text: names[site.name] ?? Self.field(site.name))
    row.append(",")
    row.field(shape: site.shape)
    row.field(site.rate?.value)
    row.field(site.scale)
    row.field(site.kept)
  }

  private static func append(
    _ stage: StageStatistics, _ range: HistogramRange?, to row: inout LineBuffer
  ) {
    row.field(stage.mean)
    row.field(stage.sd)
    row.field(stage.min)
    row.field(stage.max)
    for count in [stage.zeros, stage.nan, stage.inf] { row.field(count) }
    row.field(range?.low)
    row.field(range?.high)
    row.field(stage.below)
    row.field(stage.above)
    row.append(stage.bins, between: UInt8(ascii: " "))
  }

  /// The columns behind the statistics, with the comma before them.
  private func append(backOf site: SiteCall, in call: ForwardCall, to row: inout LineBuffer) {
    let draws = site.keptDecisions
    row.append(",")
    row.append(text: rank)
    row.append(",")
    row.field(call.step)
    row.append(text: (site.grad ?? call.grad).map { "\($0)" } ?? "")
    row.append(",")
    row.field(site.run)
    row.append(site.isRecomputed ? "true," : "false,")
    row.append(text: kinds[site.name] ?? "")
    row.append(",")
    row.append(text: site.phase?.rawValue ?? "")
    row.append(",")
    row.field(shape: site.drawn)
    row.field(draws?.kept)
    row.field(draws?.of)
    row.append(evidenceOf: site)
    row.field(site.shift)
    row.field(site.fill)
    row.field(site.dead)
    row.append(site.isUsed ? "true\n" : "false\n")
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

// A field and the comma behind it; empty for what is not known.
extension LineBuffer {
  /// Appends what `body` does the first time, and the same bytes from then on.
  fileprivate mutating func appendOnce(
    _ range: inout Range<Int>?, _ body: (inout LineBuffer) -> Void
  ) {
    if let range { return append(again: range) }
    let start = count
    body(&self)
    range = start..<count
  }

  fileprivate mutating func field(_ value: Int?) {
    if let value { append(value) }
    append(",")
  }

  /// The shortest text that reads back as the same number.
  fileprivate mutating func field(_ value: Double?) {
    if let value, value.isFinite { append(value) }
    append(",")
  }

  fileprivate mutating func field(shape: [Int]?) {
    append(shape ?? [], between: UInt8(ascii: "x"))
    append(",")
  }

  fileprivate mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  fileprivate mutating func append(evidenceOf site: SiteCall) {
    switch site.draw {
    case .nothing: append("none,,")
    case .mask: append("mask,,")
    case .unrecorded(let digest?, _):
      append("digest,")
      append(text: digest)
      append(",")
    case .unrecorded(nil, .some): append("tiles,,")
    case .unrecorded(nil, nil): append(",,")
    }
  }
}
