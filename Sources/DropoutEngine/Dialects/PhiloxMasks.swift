/// Dropscope's own dialect: a mask is a function of seed, call, layer and rate alone, so that call
/// n is drawn without drawing those before it.
///
/// Element `32 g + 8 w + l` of a mask takes word `w` of block `8 g + l`. Block `b` of layer `j` in
/// call `n` has the counter `(b, j, low32(n), high32(n))`; the top byte of the last word tells
/// streams apart and is 0 for masks. An element is dropped when the upper 31 bits of its word are
/// below `round(rate * 2^31)`, so rates are resolved to 2^-31. Rates 0 and 1 draw nothing.
struct PhiloxMasks: MaskGenerator {
  private let philox: Philox4x32

  init(seed: UInt64) {
    philox = Philox4x32(seed: seed)
  }

  func mask(_ call: MaskCall) -> Mask? {
    call.operation == .evaluation
      ? nil : mask(count: call.count, rate: call.rate, at: call.site)
  }

  func skip(_ call: MaskCall) {}

  var upcoming: UpcomingDraws { .stateless }

  func mask(count: Int, rate: Rate, at site: DrawSite) -> Mask? {
    if rate.value == 0 { return nil }
    if rate.value == 1 { return Mask(repeating: false, count: count) }
    let limit = Int32(min((rate.value * 0x1p31).rounded(), 0x1p31 - 1))
    var words = [UInt64](repeating: 0, count: Mask.wordCount(for: count))
    for index in words.indices {
      let low = bits(group: 2 * index, limit: limit, site: site)
      let high = bits(group: 2 * index + 1, limit: limit, site: site)
      words[index] = UInt64(low) | UInt64(high) << 32
    }
    return Mask(words: words, count: count)
  }

  /// The 32 keep decisions of eight blocks.
  @inline(__always)
  private func bits(group: Int, limit: Int32, site: DrawSite) -> UInt32 {
    let lanes = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
    let call = UInt64(site.call)
    let block = philox.blocks(
      (
        lanes &+ UInt32(truncatingIfNeeded: 8 * group),
        SIMD8(repeating: UInt32(truncatingIfNeeded: site.layer)),
        SIMD8(repeating: UInt32(truncatingIfNeeded: call)),
        SIMD8(repeating: UInt32(truncatingIfNeeded: call >> 32) & 0x00ff_ffff)
      ))
    let weights = SIMD8<UInt32>(1, 2, 4, 8, 16, 32, 64, 128)
    let all =
      weights & kept(block.0, limit) | (weights &<< 8) & kept(block.1, limit)
      | (weights &<< 16) & kept(block.2, limit) | (weights &<< 24) & kept(block.3, limit)
    let four = all.lowHalf | all.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1]
  }

  /// All ones in the lanes whose upper 31 bits reach the limit; the sign of a difference, since
  /// comparing integer lanes would go one by one.
  @inline(__always)
  private func kept(_ words: SIMD8<UInt32>, _ limit: Int32) -> SIMD8<UInt32> {
    let upper = unsafeBitCast(words &>> 1, to: SIMD8<Int32>.self)
    return ~unsafeBitCast((upper &- limit) &>> 31, to: SIMD8<UInt32>.self)
  }
}

extension Dialect {
  /// Dropscope's own, counter-based.
  public static let philox = Dialect(
    family: "philox", summary: "counter-based Philox4x32-10: any call is drawn by itself",
    seeds: "0 to \(UInt64.max)", operations: ["dropout": .standard, "dropout-eval": .evaluation]
  ) { seed, _ in
    guard case .number(let number) = seed, let value = number.unsigned else { return nil }
    return PhiloxMasks(seed: value)
  }
}
