import DropoutEngine
import JSONText

/// The fields of a call record, in whatever order they come.
struct CallFields {
  private var number: Int?
  private var ms = 0
  private var phase: Phase?
  private var mode: Mode?
  private var epoch: Int?
  private var loss: Double?
  private var heldOut: Double?
  private var layers: [LayerCall]?

  init(
    _ scanner: inout JSONScanner, shapes: HeaderShapes, checksKept: Bool
  ) throws(BrokenLine) {
    var fields = CallFields()
    try scanner.object { (scanner, key) throws(BrokenLine) in
      try fields.take(key, from: &scanner, shapes: shapes, checksKept: checksKept)
    }
    self = fields
  }

  private init() {}

  func record() throws(BrokenLine) -> (call: ForwardCall, ms: Int) {
    guard let number else { throw BrokenLine("a call record has no n") }
    guard let phase else { throw BrokenLine("call \(number) has no phase") }
    guard let mode else { throw BrokenLine("call \(number) has no mode") }
    guard let layers else { throw BrokenLine("call \(number) has no layers") }
    let call = ForwardCall(
      number: number, phase: phase, mode: mode, epoch: epoch, loss: loss, heldOut: heldOut,
      layers: layers)
    return (call, ms)
  }

  private mutating func take(
    _ key: String, from scanner: inout JSONScanner, shapes: HeaderShapes, checksKept: Bool
  ) throws(BrokenLine) {
    switch key {
    case "n": number = try scanner.integer(in: 1...JSONScanner.largestCount, "n")
    case "ms": ms = try scanner.integer("ms")
    case "phase":
      phase = Phase(rawValue: try scanner.string())
      if phase == nil { throw BrokenLine("phase should be train or eval") }
    case "mode":
      mode = Mode(rawValue: try scanner.string())
      if mode == nil { throw BrokenLine("mode should be vanilla or inverted") }
    case "epoch": epoch = scanner.takeNull() ? nil : try scanner.integer("epoch")
    case "loss": loss = try scanner.double("loss")
    case "held_out": heldOut = try scanner.double("held_out")
    case "layers":
      var layers: [LayerCall] = []
      try scanner.array(limit: LogLimits.layers) { (scanner) throws(BrokenLine) in
        let fields = try LayerFields(&scanner)
        layers.append(
          try fields.layer(
            at: layers.count, in: scanner, shapes: shapes, checksKept: checksKept))
      }
      self.layers = layers
    default: try scanner.skip()
    }
  }
}
