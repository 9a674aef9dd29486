import DropoutEngine
import JSONText

/// The fields of a layer in a call record, in whatever order they come.
///
/// What depends on the shape is settled in ``layer(at:in:shapes:)``, once all are known.
struct LayerFields {
  private var name: String?
  private var shape: [Int]?
  private var rate: Rate?
  /// A factor that JSON cannot hold is infinite: 1/(1 - p) for p = 1.
  private var scale = Double.infinity
  private var kept: Int?
  private var mask: Range<Int>?
  private var before: StageFields?
  private var masked: StageFields?
  private var after: StageFields?

  init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    var fields = LayerFields()
    try scanner.object { (scanner, key) throws(BrokenLine) in
      try fields.take(key, from: &scanner)
    }
    self = fields
  }

  private init() {}

  /// Checks the fields against the shape and puts them together.
  ///
  /// - Parameters:
  ///   - index: the layer's place in the call.
  ///   - scanner: the one that the fields were read with.
  ///   - shapes: the shapes of the session's header.
  ///   - checksKept: whether `kept` must be what the mask keeps.
  func layer(
    at index: Int, in scanner: JSONScanner, shapes: HeaderShapes, checksKept: Bool
  ) throws(BrokenLine) -> LayerCall {
    guard let name else { throw BrokenLine("layer \(index + 1) has no name") }
    guard let rate else { throw BrokenLine("layer \(index + 1) has no rate") }
    guard let before, let masked, let after else {
      throw BrokenLine("layer \(index + 1) should have the stages before, masked and after")
    }
    guard let shape = shape ?? shapes.shape(of: name, at: index) else {
      throw BrokenLine("layer \(index + 1) has no shape, nor does the session record give it one")
    }
    let size = shape.reduce(1, *)
    guard before.range == masked.range, before.range == after.range else {
      throw BrokenLine("the stages of layer \(index + 1) differ in lo and hi")
    }
    let stages = [before, masked, after]
    guard stages.allSatisfy({ $0.largestCount <= size }) else {
      throw BrokenLine("a stage of layer \(index + 1) counts more than its \(size) elements")
    }
    var mask: Mask?
    if let range = self.mask { mask = try scanner.mask(range, count: size) }
    return LayerCall(
      name: name, shape: shape, rate: rate, scale: scale, mask: mask,
      kept: try kept(of: mask, size: size, at: index, checked: checksKept), range: before.range,
      before: before.statistics, masked: masked.statistics, after: after.statistics)
  }

  private func kept(
    of mask: Mask?, size: Int, at index: Int, checked: Bool
  ) throws(BrokenLine) -> Int {
    guard let kept else { return mask?.kept ?? size }
    guard kept <= size else {
      throw BrokenLine("layer \(index + 1) keeps \(kept) of \(size) elements")
    }
    if checked, let mask, mask.kept != kept {
      throw BrokenLine("layer \(index + 1) has kept \(kept), but its mask keeps \(mask.kept)")
    }
    return kept
  }

  private mutating func take(_ key: String, from scanner: inout JSONScanner) throws(BrokenLine) {
    switch key {
    case "name": name = try scanner.string()
    case "shape": shape = try scanner.shape()
    case "rate": rate = try scanner.rate()
    case "scale": scale = try scanner.double("scale") ?? .infinity
    case "kept": kept = try scanner.integer("kept")
    case "mask": mask = try scanner.maskDigits()
    case "before": before = try StageFields(&scanner)
    case "masked": masked = try StageFields(&scanner)
    case "after": after = try StageFields(&scanner)
    default: try scanner.skip()
    }
  }
}
