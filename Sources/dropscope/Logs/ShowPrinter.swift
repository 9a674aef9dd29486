import DropoutEngine
import PlainText
import Reports
import SessionLog

/// Goes through one log, record by record.
struct ShowPrinter {
  let style: TextStyle
  let call: Int?
  let layer: String?
  let brief: Bool
  private var output = TextOutput()
  /// The call that was asked for, as long as nothing takes it back.
  private var found: ForwardCall?
  private var hasLayer: Bool
  /// The kinds of the sites that the log has named so far.
  private var kinds: [String: String] = [:]

  init(style: TextStyle, call: Int?, layer: String?, brief: Bool) {
    self.style = style
    self.call = call
    self.layer = layer
    self.brief = brief
    hasLayer = layer == nil
  }

  mutating func print(_ path: String) throws {
    var last = 0
    do {
      let reader = LogReadAhead(try LogReader(path: path))
      while let record = try reader.next() {
        learn(record)
        if let call { find(call, in: record) } else { try print(record) }
        if case .call(let call, _) = record { last = call.number }
      }
      try finish(path, last: last)
      if let tail = reader.tornTail { report(tornTail: tail, in: path) }
    } catch let error as LogError {
      // What was read before the broken line is good, and is seen.
      try output.flush()
      throw Failure(error)
    }
  }

  /// Keeps what later records do not say again.
  private mutating func learn(_ record: LogRecord) {
    switch record {
    case .session(let session): session.header.sites.forEach { add($0) }
    case .site(let site): add(site)
    case .call(let call, _): note(call.sites)
    case .recompute(_, _, let sites): note(sites)
    case .annotation, .rewind, .end: break
    }
  }

  /// Of two sites with one name the first counts, as everywhere.
  private mutating func add(_ site: SiteHeader) {
    if kinds[site.name] == nil { kinds[site.name] = site.kind }
  }

  private mutating func note(_ sites: [SiteCall]) {
    if !hasLayer { hasLayer = sites.contains { $0.name == layer } }
  }

  private mutating func find(_ number: Int, in record: LogRecord) {
    switch record {
    case .call(let call, _) where call.number == number: found = call
    case .recompute(number, _, let sites): found?.sites += sites
    case .rewind(let n, _) where n <= number: found = nil
    default: break
    }
  }

  private mutating func print(_ record: LogRecord) throws {
    switch record {
    case .session(let session): try output.print(SessionText(style).heading(session))
    case .call(let call, _): try output.print(text(call))
    case .recompute(let n, _, let sites):
      let text = CallText(
        recomputationOf: n, sites, kinds: kinds, layer: layer, style: style)
      try output.print(brief ? text.brief : text.full)
    case .site(let site) where layer != nil && site.name != layer: break
    default:
      if let text = SessionText(style).event(record) { try output.print(text) }
    }
  }

  private func text(_ call: ForwardCall) -> String {
    let text = CallText(call, kinds: kinds, layer: layer, style: style)
    return brief ? text.brief : text.full
  }

  private mutating func finish(_ path: String, last: Int) throws {
    if let found { try output.print(text(found)) }
    try output.flush()
    if let call, found == nil {
      throw Failure("\(path): it has no call \(call); the last one is \(last)")
    }
    if let layer, !hasLayer {
      throw Failure("\(path): no call has a layer '\(printable(layer))'")
    }
  }
}
