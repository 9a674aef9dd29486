import DropoutEngine

/// The masks of one generator, in the order in which they are drawn.
struct MaskPlan {
  var id: String
  var dialect: Dialect
  var seed: Seed
  var calls: [Call]
  /// Layers of forward calls that are passed over first, and how many such calls.
  var skipped: (layers: [MaskCall], count: Int) = ([], 0)

  struct Call {
    var mask: MaskCall
    /// Whether the layer's output on the golden files' input is asked for.
    var wantsOutput = false
    /// A seed of its own, for this call alone, in dialects that keep no state.
    var seed: Seed?
  }

  /// The same shape.
  ///
  /// - Throws: ``Failure`` when it has too many elements.
  static func checkedShape(_ shape: [Int], place: String) throws(Failure) -> [Int] {
    guard Shape.isTooLarge(shape) else { return shape }
    let text = shape.map(String.init).joined(separator: ",")
    throw Failure("\(place) is \(text); it may have up to \(Shape.largest) elements")
  }

  /// Draws, and hands out one mask after another with its call.
  ///
  /// - Throws: ``Failure`` when the dialect refuses the seed, or what `body` throws.
  func draw(_ body: (Call, Mask, (any MaskGenerator)) throws -> Void) throws {
    var generator = try makeGenerator()
    var number: Int?
    for (index, call) in calls.enumerated() {
      if dialect.drawsAhead, call.mask.site.call != number {
        number = call.mask.site.call
        generator.prepare(
          calls[index...].prefix { $0.mask.site.call == number }.map(\.mask))
      }
      if let seed = call.seed {
        var own = try start(seed)
        try draw(call, from: &own, body)
      } else {
        try draw(call, from: &generator, body)
      }
    }
  }

  private func draw(
    _ call: Call, from generator: inout any MaskGenerator,
    _ body: (Call, Mask, (any MaskGenerator)) throws -> Void
  ) throws {
    // Nil: nothing was drawn, and everything is kept.
    let mask = generator.mask(call.mask) ?? Mask(repeating: true, count: call.mask.count)
    try body(call, mask, generator)
  }

  private func start(_ seed: Seed) throws(Failure) -> any MaskGenerator {
    do { return try dialect.generator(seed: seed) } catch { throw Failure(error) }
  }

  /// A generator before the first call.
  private func makeGenerator() throws(Failure) -> any MaskGenerator {
    var generator = try start(seed)
    guard skipped.count > 0 else { return generator }
    for number in 1...skipped.count {
      let layers = skipped.layers.map { layer in
        var layer = layer
        layer.site.call = number
        return layer
      }
      generator.prepare(layers)
      for layer in layers { generator.skip(layer) }
    }
    return generator
  }
}
