import DropoutEngine
import JSONText

/// The few fields of a call record that a strip over time shows; all else is stepped over.
struct PointFields {
  private var number: Int?
  private var phase: Phase?
  private var mode: Mode?
  private var epoch: Int?
  private var heldOut: Double?
  private var layers: [CallPoint.LayerPoint] = []

  /// The point of the call on the line at `range`.
  static func point(
    _ bytes: [UInt8], _ range: Range<Int>, shapes: HeaderShapes
  ) throws(BrokenLine) -> CallPoint {
    var scanner = JSONScanner(bytes, range: range)
    var fields = PointFields()
    try scanner.object { (scanner, key) throws(BrokenLine) in
      try fields.take(key, from: &scanner, shapes: shapes)
    }
    guard let number = fields.number, let phase = fields.phase, let mode = fields.mode else {
      throw BrokenLine("a call record should have n, phase and mode")
    }
    return CallPoint(
      number: number, phase: phase, mode: mode, epoch: fields.epoch, heldOut: fields.heldOut,
      layers: fields.layers)
  }

  private mutating func take(
    _ key: String, from scanner: inout JSONScanner, shapes: HeaderShapes
  ) throws(BrokenLine) {
    switch key {
    case "n": number = try scanner.integer("n")
    case "phase": phase = Phase(rawValue: try scanner.string())
    case "mode": mode = Mode(rawValue: try scanner.string())
    case "epoch": epoch = scanner.takeNull() ? nil : try scanner.integer("epoch")
    case "held_out": heldOut = try scanner.double("held_out")
    case "layers":
      var layers: [CallPoint.LayerPoint] = []
      try scanner.array(limit: LogLimits.layers) { (scanner) throws(BrokenLine) in
        layers.append(
          try PointFields.layer(&scanner, at: layers.count, shapes: shapes))
      }
      self.layers = layers
    default: try scanner.skip()
    }
  }

  private static func layer(
    _ scanner: inout JSONScanner, at index: Int, shapes: HeaderShapes
  ) throws(BrokenLine) -> CallPoint.LayerPoint {
    var (name, kept) = ("", Int?.none)
    var shape: [Int]?
    var mask: Range<Int>?
    var point = CallPoint.LayerPoint(keptShare: 1, meanBefore: nil, meanAfter: nil)
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "name": name = try scanner.string()
      case "shape": shape = try scanner.shape()
      case "kept": kept = try scanner.integer("kept")
      case "mask": mask = try scanner.maskDigits()
      case "before": point.meanBefore = try mean(&scanner)
      case "after": point.meanAfter = try mean(&scanner)
      default: try scanner.skip()
      }
    }
    let size = (shape ?? shapes.shape(of: name, at: index))?.reduce(1, *) ?? 0
    if kept == nil, let mask { kept = try scanner.mask(mask, count: size).kept }
    if size > 0, let kept { point.keptShare = min(1, Double(kept) / Double(size)) }
    return point
  }

  private static func mean(_ scanner: inout JSONScanner) throws(BrokenLine) -> Double? {
    var mean: Double?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if key == "mean" { mean = try scanner.double("mean") } else { try scanner.skip() }
    }
    return mean
  }
}
