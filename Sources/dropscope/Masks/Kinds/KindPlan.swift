import DropoutEngine

/// Runs the cases of a plan of kinds: forward, backward, and what is drawn on the way.
struct KindPlan {
  private let cases: [KindCase]

  /// Reads the cases of a file.
  ///
  /// - Parameter top: the file's object.
  init(_ top: PlanFields, file: String) throws(Failure) {
    var cases: [KindCase] = []
    for (index, item) in try top.list("cases").enumerated() {
      cases.append(try KindCase(try PlanFields(item, place: "\(file): cases[\(index)]")))
    }
    self.cases = cases
  }

  /// Whether a file is such a plan: of those of masks none has a kind.
  static func fits(_ top: PlanFields) -> Bool {
    top.text("format")?.hasPrefix("dropout-kind") ?? (top.has("kind") && top.has("cases"))
  }

  /// Hands out a line a call.
  func run(_ body: (String) throws -> Void) throws {
    for one in cases { for line in try Self.lines(one) { try body(line.json) } }
  }

  private static func lines(_ one: KindCase) throws -> [KindLine] {
    if let layer = try one.activationLayer() { return try one.activationLines(layer) }
    if let layer = try one.weightLayer() { return try one.weightLines(layer) }
    if let layer = one.embeddingLayer() { return try one.embeddingLines(layer) }
    if let layer = one.attentionLayer() { return try one.attentionLines(layer) }
    if one.op.hasPrefix("mc.") { return try one.monteCarloLines() }
    throw one.fields.failure(
      "op", has: "'\(one.op)'", needs: "a layer of a library that docs/kinds.md names")
  }
}

extension KindCase {
  /// What a layer draws for a tensor in one call, laid over it, and as the library draws it.
  struct Drawn {
    var applied: AppliedDropout
    /// Nil where nothing was drawn.
    var noise: Mask?
    var shape: [Int]
  }

  /// Runs a layer's draw of one call.
  func draw(
    _ layer: KindLayer, over shape: [Int], call: Int, from generator: inout any MaskGenerator
  ) throws(Failure) -> Drawn {
    let phase = layer.dropsAlways ? .train : self.phase
    do { try layer.kind.check(shape: shape, rate: rate, phase: phase) } catch {
      throw refused(error)
    }
    let effect = layer.kind.effect(rate: rate, mode: layer.mode, phase: phase)
    var maskCall = MaskCall(shape: shape, rate: rate, at: DrawSite(call: call, layer: 0))
    if layer.isTransposed { maskCall.operation = .transposed }
    let request = layer.kind.request(for: maskCall)
    let applied = layer.kind.run(maskCall, effect: effect, drawing: &generator)
    var drawn = Drawn(applied: applied, noise: nil, shape: request.shape)
    switch applied.noise {
    case .mask(let mask), .seeds(let mask): drawn.noise = mask
    case .factors, nil: break
    }
    if !request.isDrawn { drawn.noise = nil }
    if let channels = layer.kind as? ChannelDropout, channels.isOneSample(shape) {
      drawn.shape.insert(1, at: 0)
    }
    return drawn
  }

  private static func flushed(_ value: Float) -> Float {
    value.isSubnormal ? (value < 0 ? -0.0 : 0) : value
  }

  /// A layer on an activation: y and dx.
  func activationLines(_ layer: KindLayer) throws -> [KindLine] {
    let count = shape.reduce(1, *)
    let (x, dy) = (try tensor("x", count), try tensor("dy", count))
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      let drawn = try draw(layer, over: shape, call: call, from: &generator)
      var line = KindLine(id: id)
      if let factors = drawn.applied.factors {
        line.add("factors", factors)
      } else {
        line.add("noise", drawn.noise, shape: drawn.shape)
      }
      let isDrawn = drawn.noise != nil || drawn.applied.factors != nil
      if layer.flushesSubnormals && isDrawn {
        let y = layer.arithmetic.forward(x.map(Self.flushed), drawn.applied)
        line.add("y", y.map(Self.flushed))
      } else {
        line.add("y", layer.arithmetic.forward(x, drawn.applied))
      }
      if op.hasPrefix("keras."), run == "torch", rate.value == 1, phase == .train {
        // Keras' zeros do not depend on x.
        line.addNull("dx")
      } else {
        line.add("dx", layer.arithmetic.backward(dy, drawn.applied))
      }
      if call == calls { line.add(after: generator.upcoming) }
      lines.append(line)
    }
    return lines
  }
}
