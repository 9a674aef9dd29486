import DropoutEngine
import JSONText

/// The fields of a session record, in whatever order they come.
struct SessionFields {
  private var version: Int?
  private var session = SessionRecord(
    app: "", started: "",
    header: SessionHeader(
      source: "", preset: nil, seed: nil, dialect: nil, widths: [], layers: []))
  private var hasLayers = false

  init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    // A higher version may mean anything by the other keys, so it is looked at first.
    var preview = scanner
    version = try SessionFields.version(&preview)
    var session = session
    var hasLayers = false
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if scanner.takeNull() { return }
      switch key {
      case "app": session.app = try scanner.string()
      case "started": session.started = try scanner.string()
      case "source": session.header.source = try scanner.string()
      case "preset": session.header.preset = try scanner.string()
      case "seed": session.header.seed = try scanner.unsigned("seed")
      case "dialect": session.header.dialect = try scanner.string()
      case "network":
        session.header.widths = try scanner.integers(
          limit: LogLimits.layers, in: 0...LogLimits.elements, "a width of the network")
      case "batch": session.batch = try scanner.integer(in: 0...LogLimits.elements, "batch")
      case "options": session.options = try SessionFields.options(&scanner)
      case "layers":
        session.header.layers = try SessionFields.layers(&scanner)
        hasLayers = true
      default: try scanner.skip()
      }
    }
    self.session = session
    self.hasLayers = hasLayers
  }

  func record() throws(BrokenLine) -> SessionRecord {
    guard hasLayers else { throw BrokenLine("the session record has no layers") }
    return session
  }

  private static func version(_ scanner: inout JSONScanner) throws(BrokenLine) -> Int {
    var version: Int?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if key == "v" { version = try scanner.integer("v") } else { try scanner.skip() }
    }
    guard let version else { throw BrokenLine("the session record has no version v") }
    let newest = SessionRecord.currentVersion
    guard (1...newest).contains(version) else {
      throw BrokenLine(
        "the log is of version \(version) and this program reads up to \(newest); use a newer one")
    }
    return version
  }

  private static func options(
    _ scanner: inout JSONScanner
  ) throws(BrokenLine) -> [SessionRecord.Option] {
    var options: [SessionRecord.Option] = []
    try scanner.object { (scanner, key) throws(BrokenLine) in
      guard options.count < LogLimits.layers else { throw BrokenLine("too many options") }
      guard scanner.peek() == UInt8(ascii: "\"") else { return try scanner.skip() }
      options.append(SessionRecord.Option(name: key, value: try scanner.string()))
    }
    return options
  }

  private static func layers(_ scanner: inout JSONScanner) throws(BrokenLine) -> [LayerHeader] {
    var layers: [LayerHeader] = []
    try scanner.array(limit: LogLimits.layers) { (scanner) throws(BrokenLine) in
      layers.append(try layer(&scanner))
    }
    return layers
  }

  private static func layer(_ scanner: inout JSONScanner) throws(BrokenLine) -> LayerHeader {
    var name: String?
    var kind = "dropout"
    var shape: [Int]?
    var rate: Rate?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "name": name = try scanner.string()
      case "kind": kind = try scanner.string()
      case "shape": shape = try scanner.shape()
      case "rate": rate = try scanner.rate()
      default: try scanner.skip()
      }
    }
    guard let name, let shape, let rate else {
      throw BrokenLine("a layer of the session record should have a name, a shape and a rate")
    }
    return LayerHeader(name: name, kind: kind, shape: shape, rate: rate)
  }
}
