@testable import DropoutEngine

/// One run of a kind of dropout, and where its generator stands after it.
struct KindRun {
  let applied: AppliedDropout
  let after: UpcomingDraws

  init(
    _ kind: any DropoutKind, _ shape: [Int], p: Double, mode: Mode = .inverted,
    phase: Phase = .train, dialect: Dialect = .torch, seed: UInt64 = 7, call: Int = 1
  ) throws {
    let rate = try Rate(p)
    try kind.check(shape: shape, rate: rate, phase: phase)
    try dialect.check(kind)
    var generator = try dialect.generator(seed: seed)
    var skipped = generator
    let call = MaskCall(shape: shape, rate: rate, at: DrawSite(call: call, layer: 0))
    let effect = kind.effect(rate: rate, mode: mode, phase: phase)
    applied = kind.run(call, effect: effect, drawing: &generator)
    after = generator.upcoming
    // Passing over it leads to the same place, and applying at once to the same numbers.
    if effect.draws, call.count > 0 {
      kind.skip(call, from: &skipped)
      guard skipped.upcoming == after else { throw Wrong.skip }
    }
    var again = try dialect.generator(seed: seed)
    let values = (0..<call.count).map { Float($0 % 17) - 8 }
    var fused = values.map { _ in Float.nan }
    kind.drop(values, by: call, effect: effect, drawing: &again, into: &fused)
    guard fused.map(\.bitPattern) == applied.after(values).map(\.bitPattern) else {
      throw Wrong.fused
    }
  }

  enum Wrong: Error { case skip, fused }

  /// The elements of the tensor, one character each.
  var mask: String { applied.mask?.text ?? "" }

  /// The decisions.
  var drawn: String { applied.drawn?.text ?? "" }
}

/// Words of PyTorch's generator that were drawn since its seed.
func wordsDrawn(_ after: UpcomingDraws, seed: UInt64 = 7, upTo limit: Int = 10_000) throws -> Int? {
  var generator = TorchGeneric(seed: seed)
  for words in 0...limit {
    if generator.upcoming == after { return words }
    generator.twister.skip(words: 1)
  }
  return nil
}

/// What a kind says of a shape that it does not take.
func refusal(
  _ kind: any DropoutKind, _ shape: [Int], p: Double = 0.5, phase: Phase = .train
) -> String? {
  do {
    try kind.check(shape: shape, rate: try Rate(p), phase: phase)
    return nil
  } catch {
    return "\(error)"
  }
}
