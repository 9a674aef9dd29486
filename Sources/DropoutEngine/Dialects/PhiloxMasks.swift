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
    let limit = UInt32(min((rate.value * 0x1p31).rounded(), 0x1p31 - 1))
    let call = UInt64(site.call)
    var counter = SIMD4(
      0, UInt32(truncatingIfNeeded: site.layer), UInt32(truncatingIfNeeded: call),
      UInt32(truncatingIfNeeded: call >> 32) & 0x00ff_ffff)
    let buffer = PhiloxBuffer()
    var writer = MaskWriter(count: count)
    while writer.left > 0 {
      counter[0] = UInt32(truncatingIfNeeded: writer.filled / 4)
      buffer.fill(philox, from: counter, step: SIMD4(1, 0, 0, 0))
      for group in 0..<8 where writer.left > 0 {
        let dropped = Self.below(limit, buffer, group)
        writer.append(first: min(32, writer.left), of: dropped)
      }
    }
    return writer.mask(inverted: true)
  }

  /// Whether each word of eight blocks is below the limit in its upper 31 bits.
  @inline(__always)
  private static func below(
    _ limit: UInt32, _ buffer: borrowing PhiloxBuffer, _ group: Int
  ) -> UInt64 {
    var bits = SignBits()
    for place in 0..<4 {
      bits.add(buffer.eight(group, place: place) &>> 1 &- limit, place: UInt32(place))
    }
    return bits.word
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
