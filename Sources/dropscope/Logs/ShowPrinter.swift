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
  private var layerNames: Set<String> = []

  init(style: TextStyle, call: Int?, layer: String?, brief: Bool) {
    self.style = style
    self.call = call
    self.layer = layer
    self.brief = brief
  }

  mutating func print(_ path: String) throws {
    var last = 0
    do {
      var reader = try LogReader(path: path)
      while let record = try reader.next() {
        try print(record)
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

  private mutating func print(_ record: LogRecord) throws {
    if case .session(let session) = record, call == nil {
      try output.print(SessionText(style).heading(session))
    }
    if case .rewind(let n, _) = record, let call, n <= call { found = nil }
    guard case .call(let current, _) = record else {
      if call == nil, let text = SessionText(style).event(record) { try output.print(text) }
      return
    }
    if let layer, current.sites.contains(where: { $0.name == layer }) { layerNames = [layer] }
    if let call {
      if current.number == call { found = current }
    } else {
      try output.print(text(current))
    }
  }

  private func text(_ call: ForwardCall) -> String {
    let text = CallText(call, layer: layer, style: style)
    return brief ? text.brief : text.full
  }

  private mutating func finish(_ path: String, last: Int) throws {
    if let found { try output.print(text(found)) }
    try output.flush()
    if let call, found == nil {
      throw Failure("\(path): it has no call \(call); the last one is \(last)")
    }
    if let layer, layerNames.isEmpty {
      throw Failure("\(path): no call has a layer '\(printable(layer))'")
    }
  }
}
