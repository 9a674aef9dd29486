import DropoutEngine
import JSONText

/// The record of a forward call, both ways.
struct CallRecord {
  private var call = ForwardCall(number: 0, phase: .train, sites: [])
  private var ms = 0
  private var hasPhase = false
  private var hasSites = false

  /// Reads the record with all it says.
  ///
  /// - Parameters:
  ///   - sites: what the log has said of its sites so far.
  ///   - detail: whether it must know how values spread over bins.
  ///   - checksKept: whether `kept` must be what the mask keeps.
  static func read(
    _ scanner: inout JSONScanner, sites: SiteTable, _ detail: LogDetail, checksKept: Bool
  ) throws(BrokenLine) -> (call: ForwardCall, ms: Int) {
    let record = try CallRecord(&scanner, sites: sites, detail, checksKept: checksKept)
    return (try record.checked(), record.ms)
  }

  /// Reads what a view over time shows of it; all else is stepped over.
  static func point(
    _ scanner: inout JSONScanner, sites: SiteTable
  ) throws(BrokenLine) -> CallPoint {
    CallPoint(try CallRecord(&scanner, sites: sites, .point, checksKept: false).checked())
  }

  private init(
    _ scanner: inout JSONScanner, sites: SiteTable, _ detail: LogDetail, checksKept: Bool
  ) throws(BrokenLine) {
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if key == "layers" {
        call.sites = try CallRecord.sites(
          &scanner, sites: sites, detail, checksKept: checksKept)
        hasSites = true
      } else if try !take(key, from: &scanner) {
        if detail == .point { return try scanner.passOver() }
        try takeDetail(key, from: &scanner)
      }
    }
  }

  private func checked() throws(BrokenLine) -> ForwardCall {
    guard call.number > 0 else { throw BrokenLine("a call record has no n") }
    guard hasPhase else { throw BrokenLine("call \(call.number) has no phase") }
    guard hasSites else { throw BrokenLine("call \(call.number) has no layers") }
    return call
  }

  private mutating func take(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) -> Bool {
    switch key {
    case "n": call.number = try scanner.integer(in: 1...JSONScanner.largestCount, "n")
    case "phase":
      guard let phase = try scanner.phase() else { return true }
      call.phase = phase
      hasPhase = true
    case "mode":
      guard let word = try scanner.text() else { return true }
      call.mode = Mode(rawValue: word)
      if call.mode == nil { throw BrokenLine("mode should be vanilla or inverted") }
    case "epoch": call.epoch = scanner.takeNull() ? nil : try scanner.integer("epoch")
    case "held_out": call.heldOut = try scanner.finite("held_out")
    default: return false
    }
    return true
  }

  private mutating func takeDetail(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) {
    switch key {
    case "ms": ms = try scanner.integer("ms")
    case "step": call.step = scanner.takeNull() ? nil : try scanner.integer("step")
    case "loss": call.loss = try scanner.finite("loss")
    case "root": call.root = try scanner.text()
    case "grad": call.grad = try scanner.flag("grad")
    case "learns": call.learns = try scanner.flag("learns")
    case "unused": call.unused = try CallRecord.names(&scanner)
    case "rng": call.rng = try scanner.textOrNumber()
    case "thread": call.thread = try scanner.textOrNumber()
    case "unseen": call.unseen = try CallRecord.unseen(&scanner)
    default: try scanner.skip()
    }
  }

  /// Reads the entries of a call's sites.
  static func sites(
    _ scanner: inout JSONScanner, sites: SiteTable, _ detail: LogDetail = .whole, checksKept: Bool
  ) throws(BrokenLine) -> [SiteCall] {
    var entries: [SiteCall] = []
    try scanner.array(limit: LogLimits.sites) { (scanner) throws(BrokenLine) in
      let entry = try SiteEntry(&scanner, detail)
      entries.append(
        try (consume entry).site(
          at: entries.count + 1, in: scanner, sites: sites, checksKept: checksKept))
    }
    entries.numberRuns()
    return entries
  }

  private static func names(_ scanner: inout JSONScanner) throws(BrokenLine) -> [String] {
    var all: [String] = []
    if scanner.takeNull() { return [] }
    try scanner.array(limit: LogLimits.sites) { (scanner) throws(BrokenLine) in
      all.append(try scanner.string())
    }
    return all
  }

  private static func unseen(_ scanner: inout JSONScanner) throws(BrokenLine) -> [UnseenDraws] {
    var all: [UnseenDraws] = []
    if scanner.takeNull() { return [] }
    try scanner.array(limit: LogLimits.sites) { (scanner) throws(BrokenLine) in
      var draws = UnseenDraws(what: "", draws: 0)
      try scanner.object { (scanner, key) throws(BrokenLine) in
        switch key {
        case "what": draws.what = try scanner.string()
        case "draws": draws.draws = try scanner.integer("draws")
        default: try scanner.skip()
        }
      }
      all.append(draws)
    }
    return all
  }
}

extension LineBuffer {
  /// Appends the record of a call, without its closing brace.
  mutating func append(_ call: ForwardCall, ms: Int, sites: SiteTable) {
    append(#"{"t":"call","n":"#, call.number)
    append(#","ms":"#, ms)
    if let step = call.step { append(#","step":"#, step) }
    append(#","phase":"#, call.phase.rawValue)
    if let mode = call.mode { append(#","mode":"#, mode.rawValue) }
    if let epoch = call.epoch { append(#","epoch":"#, epoch) }
    if let loss = call.loss { append(#","loss":"#, loss) }
    if let heldOut = call.heldOut { append(#","held_out":"#, heldOut) }
    if let root = call.root { append(#","root":"#, root) }
    if let grad = call.grad { append(#","grad":"#, grad) }
    if let learns = call.learns { append(#","learns":"#, learns) }
    if !call.unused.isEmpty { append(call.unused) }
    if let rng = call.rng { append(#","rng":"#, rng) }
    if let thread = call.thread { append(#","thread":"#, thread) }
    if !call.unseen.isEmpty { append(call.unseen) }
    append(call.sites, sites: sites)
  }

  /// Appends entries of sites under the key `layers`.
  mutating func append(_ entries: [SiteCall], sites: SiteTable) {
    append(#","layers":["#)
    for (index, site) in entries.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(site, sites: sites)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(_ unused: [String]) {
    for (index, name) in unused.enumerated() { append(index == 0 ? #","unused":["# : ",", name) }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(_ unseen: [UnseenDraws]) {
    append(#","unseen":["#)
    for (index, draws) in unseen.enumerated() {
      append(index == 0 ? #"{"what":"# : #",{"what":"#, draws.what)
      append(#","draws":"#, draws.draws)
      append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "]"))
  }
}

extension [SiteCall] {
  /// Gives each entry of a call an id that no other has: where a writer does not count runs, the
  /// later entries of a name are the runs that follow the highest.
  fileprivate mutating func numberRuns() {
    // Most calls have a few sites, and a set of them would cost more than looking.
    if count <= 8 {
      let hasTwins = indices.contains { index in self[..<index].contains { $0.id == self[index].id }
      }
      if !hasTwins { return }
    }
    var seen = Set(map(\.id))
    guard seen.count < count else { return }
    var highest: [SiteRun: Int] = [:]
    for id in seen { highest[id.anyRun] = Swift.max(highest[id.anyRun] ?? 0, id.run) }
    seen.removeAll()
    for index in indices where !seen.insert(self[index].id).inserted {
      let site = self[index].id.anyRun
      self[index].run = (highest[site] ?? 0) &+ 1
      highest[site] = self[index].run
    }
  }
}

extension SiteRun {
  /// The site, whichever run of it.
  fileprivate var anyRun: SiteRun { SiteRun(name: name, run: 0, isRecomputed: isRecomputed) }
}
