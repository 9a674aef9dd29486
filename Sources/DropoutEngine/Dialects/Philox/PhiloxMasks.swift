/// Dropscope's own dialect: a mask is a function of seed, call, layer and rate alone, so that call
/// n is drawn without drawing those before it.
///
/// Every element has a number of 40 bits, and is dropped when that is below `round(rate * 2^40)`, so
/// rates are resolved to 2^-40. Bit `39 - k` of element `128 g + 32 w + l`, k from 0 to 7, is bit
/// `l`, least significant first, of word `w` of block `8 g + k` of the masks' stream. The low 32
/// bits of element `e` are word `e % 4` of block `e / 4` of the ties' stream; they matter to one
/// element in 256.
///
/// Block `b` of layer `j` in call `n` has the counter `(b, j, low32(n), high32(n))`; the top byte of
/// the last word tells streams apart and is 0 for masks, 3 for ties and 4 for factors. Rates 0 and 1
/// draw nothing. Kinds that share decisions draw as many elements as there are decisions; where blocks
/// are dropped, what the rule drops is a block's seed.
struct PhiloxMasks: MaskGenerator {
  private let philox: Philox4x32

  init(seed: UInt64) {
    philox = Philox4x32(seed: seed)
  }

  func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation else { return nil }
    let mask = mask(count: call.count, rate: call.rate, at: call.site)
    // What the rule drops is a seed.
    return call.asksForSeeds ? mask?.inverted : mask
  }

  /// Normal factors of a stream of their own, two of each block.
  func factors(_ call: MaskCall, sd: Double) -> [Float]? {
    FactorStream(philox: philox, site: call.site).factors(call.count, sd: sd)
  }

  func skip(_ call: MaskCall) {}

  var upcoming: UpcomingDraws { .stateless }

  func drop(
    _ values: [Float], by call: MaskCall, scale: Float, into product: inout [Float]
  ) -> Bool {
    guard call.operation == .standard, let limit = Self.limit(call.rate) else { return false }
    precondition(values.count == call.count && product.count == call.count, "sizes of one call")
    values.withUnsafeBufferPointer { values in
      product.withUnsafeMutableBufferPointer { product in
        philox.productOfPlanes(values, limit: limit, at: call.site, scale: scale, into: product)
      }
    }
    return true
  }

  func mask(count: Int, rate: Rate, at site: DrawSite) -> Mask? {
    if rate.value == 0 { return nil }
    guard let limit = Self.limit(rate) else {
      return Mask(repeating: rate.value < 0.5, count: count)
    }
    return philox.maskOfPlanes(count: count, limit: limit, at: site)
  }

  /// What a dropped element's number is below; nil where all are, or none is.
  private static func limit(_ rate: Rate) -> UInt64? {
    let limit = UInt64((rate.value * 0x1p40).rounded())
    return limit == 0 || limit == 1 << 40 ? nil : limit
  }
}

extension Dialect {
  /// Dropscope's own, counter-based.
  public static let philox = Dialect(
    family: "philox", summary: "counter-based Philox4x32-10: any call is drawn by itself",
    seeds: "0 to \(UInt64.max)", operations: ["dropout": .standard, "dropout-eval": .evaluation],
    draws: .factors
  ) { seed, _ in
    guard case .number(let number) = seed, let value = number.unsigned else { return nil }
    return PhiloxMasks(seed: value)
  }
}
