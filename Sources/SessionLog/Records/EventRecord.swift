import DropoutEngine
import JSONText

/// The small records, which are pinned to a call: change, mark, skipped, note, accept, recompute,
/// rewind and end, both ways.
struct EventRecord {
  private var n: Int?
  private var ms = 0
  private var texts: [String: String] = [:]
  private var counts: [String: Int] = [:]
  private var sites: [SiteCall] = []

  static let types: Set<String> = [
    "change", "mark", "skipped", "note", "accept", "recompute", "rewind", "end",
  ]

  static func read(
    _ type: String, _ scanner: inout JSONScanner, sites: SiteTable
  ) throws(BrokenLine) -> LogRecord {
    var record = EventRecord()
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "n": record.n = try scanner.integer("n")
      case "ms": record.ms = try scanner.integer("ms")
      case "what", "layer", "site", "from", "to", "text", "reason", "why", "rule":
        record.texts[key] = try scanner.textOrNumber()
      case "calls", "masks":
        record.counts[key] = scanner.takeNull() ? nil : try scanner.integer("a count")
      case "layers" where type == "recompute":
        record.sites = try CallRecord.sites(&scanner, sites: sites, checksKept: true)
      default: try scanner.skip()
      }
    }
    return try record.record(type)
  }

  private func record(_ type: String) throws(BrokenLine) -> LogRecord {
    if let annotation = try annotation(type) { return .annotation(annotation, ms: ms) }
    switch type {
    case "recompute":
      var sites = sites
      for index in sites.indices { sites[index].isRecomputed = true }
      return .recompute(n: try callNumber(type), ms: ms, sites: sites)
    case "rewind": return .rewind(n: try callNumber(type), ms: ms)
    default: return .end(n: try number(type), ms: ms, reason: texts["reason"] ?? "")
    }
  }

  private func annotation(_ type: String) throws(BrokenLine) -> Annotation? {
    switch type {
    case "change":
      let change = Change(
        what: try text("what"), site: texts["layer"], from: try text("from"), to: try text("to"))
      return Annotation(number: try callNumber(type), kind: .change(change))
    case "mark":
      return Annotation(number: try number(type), kind: .mark(text: try text("text")))
    case "skipped":
      return Annotation(
        number: try callNumber(type),
        kind: .skipped(
          calls: counts["calls"] ?? 0, masks: counts["masks"] ?? 0, why: texts["why"] ?? ""))
    case "note":
      // A note about the whole session stands before its first call.
      return Annotation(
        number: n ?? 0, kind: .note(site: texts["site"], text: texts["text"] ?? ""))
    case "accept":
      return Annotation(
        number: n ?? 0,
        kind: .accepted(rule: try text("rule"), site: texts["site"], why: texts["why"] ?? ""))
    default: return nil
    }
  }

  private func text(_ key: String) throws(BrokenLine) -> String {
    guard let text = texts[key] else { throw BrokenLine("the record has no \(key)") }
    return text
  }

  private func number(_ type: String) throws(BrokenLine) -> Int {
    guard let n else { throw BrokenLine("a \(type) record has no n") }
    return n
  }

  private func callNumber(_ type: String) throws(BrokenLine) -> Int {
    let n = try number(type)
    guard n >= 1 else { throw BrokenLine("n should be at least 1") }
    return n
  }
}

extension LineBuffer {
  /// Appends the record of what is pinned to a call, without its closing brace.
  mutating func append(_ annotation: Annotation, ms: Int) {
    let n = annotation.number
    switch annotation.kind {
    case .change(let change):
      begin(#"{"t":"change","n":"#, n: n, ms: ms)
      append(#","what":"#, change.what)
      if let site = change.site { append(#","layer":"#, site) }
      append(#","from":"#, change.from)
      append(#","to":"#, change.to)
    case .mark(let text):
      begin(#"{"t":"mark","n":"#, n: n, ms: ms)
      append(#","text":"#, text)
    case .skipped(let calls, let masks, let why):
      begin(#"{"t":"skipped","n":"#, n: n, ms: ms)
      if calls > 0 { append(#","calls":"#, calls) }
      if masks > 0 { append(#","masks":"#, masks) }
      append(#","why":"#, why)
    case .note(let site, let text):
      begin(#"{"t":"note","n":"#, n: n, ms: ms)
      if let site { append(#","site":"#, site) }
      append(#","text":"#, text)
    case .accepted(let rule, let site, let why):
      begin(#"{"t":"accept","n":"#, n: n, ms: ms)
      append(#","rule":"#, rule)
      if let site { append(#","site":"#, site) }
      append(#","why":"#, why)
    }
  }

  /// Appends the record of sites that ran again in backward, without its closing brace.
  mutating func append(recomputeOf n: Int, ms: Int, _ entries: [SiteCall], sites: SiteTable) {
    begin(#"{"t":"recompute","n":"#, n: n, ms: ms)
    append(entries, sites: sites)
  }

  /// Appends a rewind, without its closing brace.
  mutating func append(rewindTo n: Int, ms: Int) { begin(#"{"t":"rewind","n":"#, n: n, ms: ms) }

  /// Appends an end, without its closing brace.
  mutating func append(endAfter n: Int, ms: Int, reason: String) {
    begin(#"{"t":"end","n":"#, n: n, ms: ms)
    append(#","reason":"#, reason)
  }

  private mutating func begin(_ start: StaticString, n: Int, ms: Int) {
    append(start, n)
    append(#","ms":"#, ms)
  }
}
