import DropoutEngine

/// Turns records into the lines of a session log.
///
/// The same records give the same bytes. The encoder remembers the session's layers, since a call
/// carries the shape of a layer only where it differs from the header's.
///
///     var encoder = LogEncoder()
///     let line = encoder.encode(.session(record))  // one JSON object and a newline
public struct LogEncoder: Sendable {
  private(set) var line = LineBuffer()
  private var shapes = HeaderShapes()

  /// An encoder at the start of a log.
  public init() {}

  /// An encoder that goes on with a log that has its session record already.
  public init(continuing session: SessionRecord) {
    shapes = HeaderShapes(session.header.layers)
  }

  /// The line of one record: a JSON object and its newline, as UTF-8.
  public mutating func encode(_ record: LogRecord) -> [UInt8] {
    encodeLine(record)
    return line.bytes
  }

  /// Leaves the line of one record in ``line``, which is faster than copying it out.
  mutating func encodeLine(_ record: LogRecord) {
    line.removeAll()
    switch record {
    case .session(let session):
      shapes = HeaderShapes(session.header.layers)
      append(session)
    case .call(let call, let ms): append(call, ms: ms)
    case .change(let n, let ms, let what, let layer, let from, let to):
      begin(#"{"t":"change","n":"#, n: n, ms: ms)
      append(#","what":"#, what)
      if let layer { append(#","layer":"#, layer) }
      append(#","from":"#, from)
      append(#","to":"#, to)
    case .mark(let n, let ms, let text):
      begin(#"{"t":"mark","n":"#, n: n, ms: ms)
      append(#","text":"#, text)
    case .rewind(let n, let ms): begin(#"{"t":"rewind","n":"#, n: n, ms: ms)
    case .end(let n, let ms, let reason):
      begin(#"{"t":"end","n":"#, n: n, ms: ms)
      append(#","reason":"#, reason)
    }
    line.append("}\n")
  }

  private mutating func begin(_ start: StaticString, n: Int, ms: Int) {
    line.append(start)
    line.append(n)
    line.append(#","ms":"#)
    line.append(ms)
  }

  private mutating func append(_ key: StaticString, _ text: String) {
    line.append(key)
    line.append(quoting: text)
  }

  private mutating func append(_ key: StaticString, _ value: Double?) {
    line.append(key)
    line.append(value)
  }

  private mutating func append(_ key: StaticString, _ value: Int) {
    line.append(key)
    line.append(value)
  }
}

// The session record.
extension LogEncoder {
  private mutating func append(_ session: SessionRecord) {
    let header = session.header
    append(#"{"t":"session","v":"#, session.version)
    append(#","app":"#, session.app)
    append(#","started":"#, session.started)
    append(#","source":"#, header.source)
    if let preset = header.preset { append(#","preset":"#, preset) }
    if let seed = header.seed {
      line.append(#","seed":"#)
      line.append(seed)
    }
    if let dialect = header.dialect { append(#","dialect":"#, dialect) }
    if !header.widths.isEmpty {
      line.append(#","network":"#)
      line.append(header.widths)
    }
    if let batch = session.batch { append(#","batch":"#, batch) }
    if !session.options.isEmpty { append(session.options) }
    line.append(#","layers":["#)
    for (index, layer) in header.layers.enumerated() {
      append(layer, first: index == 0)
    }
    line.append(UInt8(ascii: "]"))
  }

  private mutating func append(_ options: [SessionRecord.Option]) {
    line.append(#","options":{"#)
    for (index, option) in options.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      line.append(quoting: option.name)
      append(":", option.value)
    }
    line.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ layer: LayerHeader, first: Bool) {
    append(first ? #"{"name":"# : #",{"name":"#, layer.name)
    append(#","kind":"#, layer.kind)
    line.append(#","shape":"#)
    line.append(layer.shape)
    append(#","rate":"#, layer.rate.value)
    line.append(UInt8(ascii: "}"))
  }
}

// The call record.
extension LogEncoder {
  private mutating func append(_ call: ForwardCall, ms: Int) {
    begin(#"{"t":"call","n":"#, n: call.number, ms: ms)
    append(#","phase":"#, call.phase.rawValue)
    append(#","mode":"#, call.mode.rawValue)
    if let epoch = call.epoch { append(#","epoch":"#, epoch) }
    if let loss = call.loss { append(#","loss":"#, loss) }
    if let heldOut = call.heldOut { append(#","held_out":"#, heldOut) }
    line.append(#","layers":["#)
    for (index, layer) in call.layers.enumerated() {
      append(layer, at: index)
    }
    line.append(UInt8(ascii: "]"))
  }

  private mutating func append(_ layer: LayerCall, at index: Int) {
    append(index == 0 ? #"{"name":"# : #",{"name":"#, layer.name)
    if shapes.shape(of: layer.name, at: index) != layer.shape {
      line.append(#","shape":"#)
      line.append(layer.shape)
    }
    append(#","rate":"#, layer.rate.value)
    append(#","scale":"#, layer.scale)
    append(#","kept":"#, layer.kept)
    line.append(#","mask":"#)
    if let mask = layer.mask { line.append(mask) } else { line.append("null") }
    append(#","before":"#, layer.before, over: layer.range)
    append(#","masked":"#, layer.masked, over: layer.range)
    append(#","after":"#, layer.after, over: layer.range)
    line.append(UInt8(ascii: "}"))
  }

  private mutating func append(
    _ key: StaticString, _ stage: StageStatistics, over range: HistogramRange
  ) {
    line.append(key)
    append(#"{"mean":"#, stage.mean)
    append(#","sd":"#, stage.sd)
    append(#","min":"#, stage.min)
    append(#","max":"#, stage.max)
    append(#","zeros":"#, stage.zeros)
    append(#","nan":"#, stage.nan)
    append(#","inf":"#, stage.inf)
    append(#","lo":"#, range.low)
    append(#","hi":"#, range.high)
    append(#","below":"#, stage.below)
    append(#","above":"#, stage.above)
    line.append(#","bins":"#)
    line.append(stage.bins)
    line.append(UInt8(ascii: "}"))
  }
}
