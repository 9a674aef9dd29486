import TestSupport
import Testing

@testable import DropoutEngine

/// Every case of every golden file: what NumPy, PyTorch, Flax and Keras drew, and a model of CUDA's
/// kernels.
struct GoldenMaskTests {
  @Test(
    "Masks, outputs, and the generator's state after them are the framework's",
    arguments: GoldenFile.families)
  func golden(family: String) throws {
    let file = try GoldenFile.read(family)
    #expect(GoldenFile.isNamed(family, for: file.family))
    #expect(file.cases.count >= (family == file.family ? 14 : 2))
    for golden in file.cases { try check(golden, file.family) }
  }

  private func check(_ golden: GoldenCase, _ family: String) throws {
    let dialect = try golden.dialect(family)
    var generator = try dialect.generator(seed: golden.seed.seed)
    for (index, call) in golden.calls.enumerated() {
      try prepare(&generator, golden.calls, at: index, dialect)
      if let seed = call.seed { generator = try dialect.generator(seed: seed.seed) }
      let place: Comment = "\(family), \(golden.id), call \(call.call), layer \(call.layer)"
      let maskCall = try call.maskCall(dialect)
      checkBefore(call, generator, maskCall, place)
      let drawn = generator.mask(maskCall)
      let mask = drawn ?? Mask(repeating: true, count: maskCall.count)
      check(mask, against: call, place)
      checkOutputs(mask, of: call, maskCall, dialect, place)
      if let offset = call.offsetAfter { #expect(generator.upcoming == .offset(offset), place) }
    }
    #expect(generator.upcoming == golden.after.draws, "\(family), \(golden.id)")
  }

  private func checkBefore(
    _ call: GoldenCall, _ generator: any MaskGenerator, _ maskCall: MaskCall, _ place: Comment
  ) {
    // A compiled graph has drawn its seeds before its first layer.
    if let offset = call.offsetBefore, !(generator is TorchInductorCUDA) {
      #expect(generator.upcoming == .offset(offset), place)
    }
    if let key = call.key, !maskCall.isCertain, var jax = generator as? JAXMasks {
      let drawn = jax.nextKey(at: maskCall.site)
      #expect(hex(drawn.high) + hex(drawn.low) == key, place)
    }
  }

  /// Tells the layers of a call at its first.
  private func prepare(
    _ generator: inout any MaskGenerator, _ calls: [GoldenCall], at index: Int, _ dialect: Dialect
  ) throws {
    if index > 0, calls[index - 1].call == calls[index].call { return }
    let layers = calls[index...].prefix { $0.call == calls[index].call }
    generator.prepare(try layers.map { try $0.maskCall(dialect) })
  }

  private func check(_ mask: Mask, against call: GoldenCall, _ place: Comment) {
    #expect(mask.count == call.count, place)
    #expect(mask.kept == call.ones, place)
    #expect(mask.sha256 == call.sha256, place)
    if let expected = call.mask {
      #expect(mask.text == expected, place)
    } else {
      let text = mask.text
      #expect(text.prefix(64) == call.maskHead ?? "", place)
      #expect(text.suffix(64) == call.maskTail ?? "", place)
    }
  }

  private func checkOutputs(
    _ mask: Mask, of call: GoldenCall, _ maskCall: MaskCall, _ dialect: Dialect,
    _ place: Comment
  ) {
    let input = (0..<mask.count).map { (index: Int) -> Double in
      let magnitude = Double(index + 1) / 7
      return index % 2 == 0 ? magnitude : -magnitude
    }
    let output = dialect.output(of: input, mask: mask, call: maskCall)
    if let expected = call.outputF64Hex {
      guard case .double(let values) = output else { return #expect(Bool(false), place) }
      #expect(values.map { hex($0.bitPattern) } == expected, place)
    }
    if let expected = call.outputF32Hex {
      guard case .single(let values) = output else { return #expect(Bool(false), place) }
      #expect(values.map { hex($0.bitPattern) } == expected, place)
    }
  }

  @Test(
    "Passing over calls leaves the state that drawing them leaves", arguments: GoldenFile.families)
  func skipping(family: String) throws {
    let file = try GoldenFile.read(family)
    for golden in file.cases where golden.calls.last?.count ?? 0 < 70_000 {
      let dialect = try golden.dialect(file.family)
      let last = try #require(golden.calls.last)
      var generator = try dialect.generator(seed: (last.seed ?? golden.seed).seed)
      for (index, call) in golden.calls.enumerated() {
        try prepare(&generator, golden.calls, at: index, dialect)
        if index < golden.calls.count - 1 { generator.skip(try call.maskCall(dialect)) }
      }
      var copy = generator
      let mask = generator.mask(try last.maskCall(dialect))
      #expect((mask?.kept ?? last.count) == last.ones, "\(family), \(golden.id)")
      copy.skip(try last.maskCall(dialect))
      #expect(copy.upcoming == golden.after.draws, "\(family), \(golden.id)")
    }
  }
}

extension GoldenCase.After {
  /// As a generator tells it.
  fileprivate var draws: UpcomingDraws? {
    if let nextU32 { return .words32(nextU32) }
    if let nextU31 { return .words31(nextU31) }
    if let nextU64 { return .words64(nextU64.compactMap { UInt64($0) }) }
    if let offset { return .offset(offset) }
    if let states {
      return .states(
        states.map { state in
          state.flatMap { LayerState(seed: Int64($0[0]) ?? 0, count: Int($0[1]) ?? -1) }
        }, nextDefault: nextDefaultSeed.flatMap { UInt32($0) })
    }
    if let count { return UInt64(count).map(UpcomingDraws.count) }
    if let counter { return UInt64(counter).map(UpcomingDraws.counter) }
    if nextOpSeed != nil || nextUniformF32Hex != nil || state != nil {
      var draws = TensorFlowDraws()
      draws.opSeeds = (nextOpSeed ?? []).compactMap { UInt32($0) }
      draws.state = (state ?? []).compactMap { UInt64($0) }
      draws.uniforms = (nextUniformF32Hex ?? [:]).sorted { $0.key < $1.key }.map { seed, bits in
        .init(
          opSeed: seed,
          next: bits.compactMap { UInt32($0, radix: 16).map { Float(bitPattern: $0) } })
      }
      return .tensorFlow(draws)
    }
    if key == nil { return .stateless }
    guard let key, let bits = UInt64(key, radix: 16) else { return nil }
    return .key(UInt32(bits >> 32), UInt32(truncatingIfNeeded: bits))
  }
}
