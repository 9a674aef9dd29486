import JSONText

/// The fields of the small records: change, mark, rewind and end.
struct EventFields {
  private var n: Int?
  private var ms = 0
  private var texts: [String: String] = [:]

  init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    var fields = (n: n, ms: ms, texts: texts)
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "n": fields.n = try scanner.integer("n")
      case "ms": fields.ms = try scanner.integer("ms")
      case "what", "layer", "from", "to", "text", "reason":
        fields.texts[key] = scanner.takeNull() ? nil : try scanner.string()
      default: try scanner.skip()
      }
    }
    (n, ms, texts) = fields
  }

  func record(_ type: String) throws(BrokenLine) -> LogRecord {
    guard let n else { throw BrokenLine("a \(type) record has no n") }
    switch type {
    case "change":
      return .change(
        n: try atLeastOne(n), ms: ms, what: try text("what"), layer: texts["layer"],
        from: try text("from"), to: try text("to"))
    case "mark": return .mark(n: n, ms: ms, text: try text("text"))
    case "rewind": return .rewind(n: try atLeastOne(n), ms: ms)
    default: return .end(n: n, ms: ms, reason: texts["reason"] ?? "")
    }
  }

  private func text(_ key: String) throws(BrokenLine) -> String {
    guard let text = texts[key] else { throw BrokenLine("the record has no \(key)") }
    return text
  }

  private func atLeastOne(_ n: Int) throws(BrokenLine) -> Int {
    guard n >= 1 else { throw BrokenLine("n should be at least 1") }
    return n
  }
}
