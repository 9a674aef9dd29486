import Testing

@testable import DropoutEngine

/// The seam that kinds of dropout are put in at: element dropout, and three kinds of this file that
/// need what it does not: a drawn shape, fill and shift, factors.
struct DropoutKindTests {
  /// Whole channels of (N, C, ...).
  private struct Channels: DropoutKind {
    var name: String { "test-channels" }
    var unit: (one: String, many: String) { ("channel", "channels") }

    func drawnShape(for shape: [Int]) -> [Int] {
      shape.enumerated().map { axis, extent in axis < 2 ? extent : 1 }
    }
  }

  /// Dropped elements take a value of their own.
  private struct Alpha: DropoutKind {
    var name: String { "test-alpha" }
    var unit: (one: String, many: String) { ("element", "elements") }

    func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
      phase == .eval
        ? DropoutEffect(draws: false, keep: 1, scale: 1) : .selfNormalizing(rate: rate)
    }
  }

  /// Every element has a factor: 1, 2, 3, ...
  private struct Factors: DropoutKind {
    var name: String { "test-factors" }
    var unit: (one: String, many: String) { ("element", "elements") }

    func draw(_ call: MaskCall, from generator: inout some MaskGenerator) -> DropoutNoise? {
      .factors((1...call.count).map { Float($0) })
    }

    func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
      DropoutEffect(draws: phase == .train, keep: 1, scale: 1)
    }
  }

  private let site = DrawSite(call: 1, layer: 0)

  private func run(
    _ kind: any DropoutKind, _ input: Tensor, p: Double, phase: Phase = .train
  ) throws -> [Float] {
    var layer = try Dropout(p: p)
    layer.kind = kind
    layer.phase = phase
    var generator: any MaskGenerator = try Dialect.torch.generator(seed: 7)
    var first = generator
    var input = input
    let result = layer.forward(&input, drawing: &generator, at: site)
    // The same in storage that is there, and in place.
    var stored = Tensor(shape: input.shape, values: input.values.map { _ in 99 })
    layer.forward(input, into: &stored, drawing: &first, at: site)
    #expect(stored == result)
    #expect(first.upcoming == generator.upcoming)
    var again: any MaskGenerator = try Dialect.torch.generator(seed: 7)
    layer.inPlace = true
    #expect(layer.forward(&input, drawing: &again, at: site) == result && input == result)
    return result.values
  }

  @Test("Kinds are found by their names in logs, each name once")
  func names() {
    for kind in DropoutKinds.all {
      #expect(DropoutKinds.named(kind.name)?.name == kind.name)
      #expect(!kind.unit.one.isEmpty && !kind.unit.many.isEmpty)
    }
    #expect(Set(DropoutKinds.all.map(\.name)).count == DropoutKinds.all.count)
    #expect(DropoutKinds.named("dropout")?.unit.one == "element")
    #expect(DropoutKinds.named("dropout9d") == nil)
  }

  @Test func `a kind's law is that of the shape it draws in`() throws {
    for kind in DropoutKinds.all {
      let shapes = [[4, 3], [4, 3, 5], [4, 3, 8, 8], [4, 3, 8, 8, 8]]
      let taken = shapes.filter {
        (try? kind.check(shape: $0, rate: .half, phase: .train)) != nil && $0.count > 2
      }
      let shape = try #require(taken.first ?? shapes.first)
      let drawn = kind.drawnShape(for: shape)
      switch kind.law {
      case .elements, .factors: #expect(drawn == shape, "\(kind.name)")
      case .groups: #expect(drawn != shape, "\(kind.name)")
      case .clusters: #expect(kind is DropBlock)
      case .unknown: Issue.record("nothing is known of \(kind.name)")
      }
      #expect(kind.law.drops == (kind.form != .factors))
    }
  }

  @Test func `the law of a kind is found by its name in logs, with its options`() {
    #expect(DrawLaw(kind: nil) == .elements)
    #expect(DrawLaw(kind: "droppath:mode=batch") == .groups)
    #expect(DrawLaw(kind: "dropconnect:per=row") == .groups)
    #expect(DrawLaw(kind: "dropblock:block=15") == .clusters(of: 225))
    #expect(DrawLaw(kind: "gaussian") == .factors)
    #expect(DrawLaw(kind: "spatial").isIndependent)
    let other = DrawLaw(kind: "standout")
    #expect(other == .unknown && other.reach == nil && !other.isIndependent)
  }

  @Test("A kind that draws a channel at once drops whole channels, with a draw for each")
  func channels() throws {
    let input = Tensor(shape: [3, 4, 5], values: Array(repeating: 3, count: 60))
    let output = try run(Channels(), input, p: 0.5)
    var torch = try Dialect.torch.generator(seed: 7)
    let drawn = torch.mask(count: 12, rate: .half, at: site)
    let decisions = try #require(drawn)
    for index in 0..<60 { #expect(output[index] == (decisions[index / 5] ? 6 : 0)) }
    #expect(try run(Channels(), input, p: 0.5, phase: .eval) == input.values)
  }

  @Test("What a channel kind measures as masked, hands on and sends back agree")
  func channelStages() throws {
    let kind = Channels()
    let shape = [3, 4, 5]
    let values = (0..<60).map { Float($0) - 20 }
    var torch = try Dialect.torch.generator(seed: 7)
    let applied = kind.run(
      MaskCall(shape: shape, rate: .half, at: site),
      effect: kind.effect(rate: .half, mode: .inverted, phase: .train), drawing: &torch)
    let mask = try #require(applied.mask)
    #expect(mask.count == 60 && applied.noise != .mask(mask))
    #expect(applied.masked(values).map { 2 * $0 } == applied.after(values))
    let slope = DropoutSlope(applied)
    #expect(slope.mask == mask && slope.scale == 2 && slope.factors == nil)
    var skipped = try Dialect.torch.generator(seed: 7)
    kind.skip(MaskCall(shape: shape, rate: .half, at: site), from: &skipped)
    #expect(skipped.upcoming == torch.upcoming)
  }

  @Test("Dropped elements take the fill, and shift and scale come after it")
  func fill() throws {
    let input = Tensor(shape: [40], values: (0..<40).map { Float($0) - 20 })
    let output = try run(Alpha(), input, p: 0.3)
    var torch = try Dialect.torch.generator(seed: 7)
    let drawn = torch.mask(count: 40, rate: .known(0.3), at: site)
    let mask = try #require(drawn)
    // As ATen writes it in Dropout.cpp.
    let alpha = 1.7580993408473766
    let a = 1 / ((alpha * alpha * 0.3 + 1) * (1 - 0.3)).squareRoot()
    for index in 0..<40 {
      let f: Float = mask[index] ? 1 : 0
      let shift = (f - 1) * Float(alpha * a) + Float(alpha * a * 0.3)
      #expect(output[index] == input.values[index] * (f * Float(a)) + shift)
    }
    let effect = Alpha().effect(rate: .known(0.3), mode: .inverted, phase: .train)
    let applied = Alpha().applied(.mask(mask), to: [40], effect: effect)
    let masked = applied.masked(input.values)
    for index in 0..<40 {
      #expect(masked[index] == (mask[index] ? input.values[index] : -1.7580993))
      // a · masked + b, but for rounding.
      let expected = effect.scale * Double(masked[index]) + effect.shift
      #expect(abs(Double(output[index]) - expected) < 1e-5)
    }
    #expect(try run(Alpha(), input, p: 0.3, phase: .eval) == input.values)
    let prediction = Alpha().predictions(
      of: MomentsBefore(mean: 0, sd: 1, count: 40), effect: effect)
    // It keeps mean 0 and variance 1, of which a part is the mean's own over masks.
    let after = try #require(prediction.after)
    let error = try #require(after.standardError)
    #expect(abs(after.mean) < 1e-12)
    #expect(abs(after.sd * after.sd + error * error - 1) < 1e-12)
    #expect(prediction.zeros == nil)
  }

  @Test("Factors multiply elements, and gradients alike")
  func factors() throws {
    let input = Tensor(shape: [2, 3], values: [1, -1, 2, 0, 0.5, 3])
    let expected: [Float] = [1, -2, 6, 0, 2.5, 18]
    #expect(try run(Factors(), input, p: 0.5) == expected)
    var torch = try Dialect.torch.generator(seed: 7)
    let applied = Factors().run(
      MaskCall(shape: [2, 3], rate: .half, at: site),
      effect: Factors().effect(rate: .half, mode: .inverted, phase: .train), drawing: &torch)
    #expect(applied.masked(input.values) == expected && applied.mask == nil)
    #expect(DropoutSlope(applied).factors == [1, 2, 3, 4, 5, 6])
  }

  @Test("What element dropout predicts is what Mode says, in all four cases")
  func elementPredictions() throws {
    let kind = ElementDropout()
    let before = MomentsBefore(mean: 3, sd: 4, count: 100, zeros: 20)
    let rate = Rate.known(0.2)
    let cases: [(Mode, Phase, mean: Double, kept: Double, zeros: Double, formula: String?)] = [
      (.inverted, .train, 3, 80, 36, "1/(1−p)"), (.vanilla, .train, 2.4, 80, 36, nil),
      (.inverted, .eval, 3, 100, 20, nil), (.vanilla, .eval, 2.4, 100, 20, "(1−p)"),
    ]
    for (mode, phase, mean, kept, zeros, formula) in cases {
      let effect = kind.effect(rate: rate, mode: mode, phase: phase)
      let predictions = kind.predictions(of: before, effect: effect)
      #expect(abs(try #require(predictions.after).mean - mean) < 1e-6, "\(mode), \(phase)")
      #expect(try #require(predictions.kept).mean == kept)
      #expect(abs(try #require(predictions.zeros).mean - zeros) < 1e-12)
      #expect(kind.formula(mode: mode, phase: phase) == formula)
      if phase == .eval { #expect(predictions.kept?.sigma(of: 99) == nil) }
    }
  }
}
