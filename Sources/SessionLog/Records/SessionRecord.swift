public import DropoutEngine
import JSONText

/// The first record of a log: who wrote it, when, in which version of the format, about what.
public struct SessionRecord: Sendable, Equatable {
  /// The version of the format that this module writes, and the highest that it reads.
  public static let currentVersion = 1

  /// The format's version.
  public var version: Int
  /// The program that wrote the log, with its version; empty where the log does not say.
  public var app: String
  /// When the session started, in UTC as ISO 8601; empty where the log does not say.
  public var started: String
  /// What runs, from which seed, through which layers.
  public var header: SessionHeader
  /// How many samples a batch holds; nil where it is not known.
  public var batch: Int?
  /// The options the session was started with, in the order in which they were given.
  public var options: [Option]

  /// An option of the session, as the command line would take it.
  public struct Option: Sendable, Equatable {
    /// The option's name, without dashes.
    public var name: String
    /// Its value as text.
    public var value: String

    /// Both fields.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All fields.
  public init(
    version: Int = currentVersion, app: String, started: String, header: SessionHeader,
    batch: Int? = nil, options: [Option] = []
  ) {
    self.version = version
    self.app = app
    self.started = started
    self.header = header
    self.batch = batch
    self.options = options
  }
}

// Reading.
extension SessionRecord {
  /// Reads the record. A higher version may mean anything by its keys, so that is looked at first.
  static func read(_ scanner: inout JSONScanner) throws(BrokenLine) -> SessionRecord {
    var preview = scanner
    var session = SessionRecord(
      version: try version(&preview), app: "", started: "", header: SessionHeader(source: ""))
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if scanner.takeNull() { return }
      if try session.take(key, from: &scanner) { return }
      if try !session.header.take(key, from: &scanner) { try scanner.skip() }
    }
    return session
  }

  private mutating func take(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) -> Bool {
    switch key {
    case "app": app = try scanner.string()
    case "started": started = try scanner.string()
    case "batch": batch = try scanner.integer(in: 0...LogLimits.elements, "batch")
    case "options":
      options = try SessionRecord.options(&scanner)
      header.scenario = option("scenario")
    default: return false
    }
    return true
  }

  private static func version(_ scanner: inout JSONScanner) throws(BrokenLine) -> Int {
    var version: Int?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if key == "v" { version = try scanner.integer("v") } else { try scanner.skip() }
    }
    guard let version else { throw BrokenLine("the session record has no version v") }
    guard (1...currentVersion).contains(version) else {
      throw BrokenLine(
        "the log is of version \(version) and this program reads up to \(currentVersion); "
          + "use a newer one")
    }
    return version
  }

  private static func options(_ scanner: inout JSONScanner) throws(BrokenLine) -> [Option] {
    var options: [Option] = []
    try scanner.object { (scanner, key) throws(BrokenLine) in
      guard options.count < LogLimits.sites else { throw BrokenLine("too many options") }
      guard scanner.peek() == UInt8(ascii: "\"") else { return try scanner.skip() }
      options.append(Option(name: key, value: try scanner.string()))
    }
    return options
  }
}

extension SessionHeader {
  fileprivate mutating func take(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) -> Bool {
    switch key {
    case "source": source = try scanner.string()
    case "preset": preset = try scanner.string()
    case "seed": seed = try scanner.unsigned("seed")
    case "dialect": dialect = try scanner.string()
    case "network":
      widths = try scanner.integers(
        limit: LogLimits.sites, in: 0...LogLimits.elements, "a width of the network")
    case "run": run = try scanner.textOrNumber()
    case "rank": rank = try scanner.integer("rank")
    case "ranks": ranks = try scanner.integer("ranks")
    case "framework": framework = try Framework(&scanner)
    case "policy": policy = try SessionHeader.policy(&scanner)
    case "modules": modules = try SessionHeader.modules(&scanner)
    case "layers":
      try scanner.array(limit: LogLimits.sites) { (scanner) throws(BrokenLine) in
        sites.append(try SiteRecord.read(&scanner))
      }
    default: return false
    }
    return true
  }

  private static func policy(_ scanner: inout JSONScanner) throws(BrokenLine) -> [PolicyItem] {
    var items: [PolicyItem] = []
    try scanner.object { (scanner, key) throws(BrokenLine) in
      guard items.count < LogLimits.sites else { throw BrokenLine("the policy is too long") }
      guard let first = scanner.peek() else { return try scanner.skip() }
      if first == UInt8(ascii: "\"") {
        items.append(PolicyItem(name: key, value: .text(try scanner.string())))
      } else if first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10 {
        guard let number = try scanner.finite("a number of the policy") else { return }
        items.append(PolicyItem(name: key, value: .number(number)))
      } else {
        try scanner.skip()
      }
    }
    return items
  }

  private static func modules(_ scanner: inout JSONScanner) throws(BrokenLine) -> [ModuleHeader] {
    var modules: [ModuleHeader] = []
    try scanner.array(limit: LogLimits.sites) { (scanner) throws(BrokenLine) in
      let site = try SiteRecord.read(&scanner)
      modules.append(ModuleHeader(name: site.name, kind: site.kind, rate: site.rate))
    }
    return modules
  }
}

extension Framework {
  /// Reads the object, or a name alone.
  fileprivate init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    self.init(name: "")
    if scanner.peek() == UInt8(ascii: "\"") {
      name = try scanner.string()
      return
    }
    var framework = self
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "name": framework.name = try scanner.text() ?? ""
      case "version": framework.version = try scanner.textOrNumber()
      case "device": framework.device = try scanner.text()
      default: try scanner.skip()
      }
    }
    self = framework
  }
}

// Writing.
extension LineBuffer {
  /// Appends the session record, without its closing brace.
  mutating func append(_ session: SessionRecord) {
    let header = session.header
    append(#"{"t":"session","v":"#, session.version)
    append(#","app":"#, session.app)
    append(#","started":"#, session.started)
    append(#","source":"#, header.source)
    if let preset = header.preset { append(#","preset":"#, preset) }
    if let seed = header.seed { append(#","seed":"#, seed) }
    if let dialect = header.dialect { append(#","dialect":"#, dialect) }
    if !header.widths.isEmpty { append(#","network":"#, header.widths) }
    if let batch = session.batch { append(#","batch":"#, batch) }
    if let run = header.run { append(#","run":"#, run) }
    if let rank = header.rank { append(#","rank":"#, rank) }
    if let ranks = header.ranks { append(#","ranks":"#, ranks) }
    if let framework = header.framework { append(framework) }
    if !header.policy.isEmpty { append(header.policy) }
    if !session.options.isEmpty { append(session.options) }
    if !header.modules.isEmpty { append(header.modules) }
    guard !header.sites.isEmpty else { return }
    append(#","layers":["#)
    for (index, site) in header.sites.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(site)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(_ framework: Framework) {
    append(#","framework":{"name":"#, framework.name)
    if let version = framework.version { append(#","version":"#, version) }
    if let device = framework.device { append(#","device":"#, device) }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(_ policy: [PolicyItem]) {
    append(#","policy":{"#)
    for (index, item) in policy.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(quoting: item.name)
      switch item.value {
      case .number(let number): append(":", number)
      case .text(let text): append(":", text)
      }
    }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(_ modules: [ModuleHeader]) {
    append(#","modules":["#)
    for (index, module) in modules.enumerated() {
      append(index == 0 ? #"{"name":"# : #",{"name":"#, module.name)
      if let kind = module.kind { append(#","kind":"#, kind) }
      if let rate = module.rate { append(#","rate":"#, rate.value) }
      append(UInt8(ascii: "}"))
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(_ options: [SessionRecord.Option]) {
    append(#","options":{"#)
    for (index, option) in options.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(quoting: option.name)
      append(":", option.value)
    }
    append(UInt8(ascii: "}"))
  }
}
