/// `jax.random.bernoulli(key, 1 - rate, shape)` for every mask, from the key that a program's
/// schedule brings to the layer (dialects.md 6).
///
/// Counter-based: a mask is drawn from its key alone. Rates 0 and 1 use no key up.
struct JAXMasks: MaskGenerator {
  private let root: JAXKey
  private let schedule: JAXSchedule
  private let isPartitionable: Bool
  private let is64Bit: Bool
  private let splitCount: Int?
  /// Draws of the shared stream before the first mask.
  private let before: Int
  /// The rest of a split chain.
  private var chain: JAXKey
  /// Masks drawn so far; with linen, those of the current call.
  private var draws: [Int: Int] = [:]
  private var total = 0
  private var lastCall = 0

  /// - Parameter seed: as `jax.random.key` takes it, 64 bits in two's complement.
  init(seed: Int64, options: DialectOptions) {
    let bits = UInt64(bitPattern: seed)
    is64Bit = options[.x64]
    let high = is64Bit ? UInt32(bits >> 32) : 0
    root = JAXKey((high, UInt32(truncatingIfNeeded: bits)))
    schedule = options[.schedule] ?? .splitChain
    isPartitionable = options[.isPartitionable]
    splitCount = options[.splitCount]
    before = options[.drawsBefore]
    chain = root
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation else { return nil }
    if call.isCertain { return call.certainMask }
    // A key is taken before the shape is looked at, for an empty tensor too.
    let key = nextKey(at: call.site)
    guard call.count > 0 else { return nil }
    let noise = call.noiseShape
    let drawn = bernoulli(key: key, count: noise.reduce(1, *), keep: call.keep)
    return Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation, !call.isCertain else { return }
    _ = nextKey(at: call.site)
  }

  /// `1 + sd * jax.random.normal(key, shape)` in float32, by the inverse of the error function.
  mutating func factors(_ call: MaskCall, sd: Double) -> [Float]? {
    let key = nextKey(at: call.site)
    return NormalFactors.inverting(
      key.words32(call.count, layout: layout), sd: sd)
  }

  mutating func skipFactors(_ call: MaskCall) { _ = nextKey(at: call.site) }

  var upcoming: UpcomingDraws {
    schedule == .nnxShared ? .count(UInt64(before + total)) : .key(root.high, root.low)
  }

  private var layout: JAXKey.Layout { isPartitionable ? .partitionable : .original }

  private func bernoulli(key: JAXKey, count: Int, keep: Double) -> Mask {
    if is64Bit {
      let test = KeepTest.below(keep, bits: 52)
      return isPartitionable
        ? key.engine.maskPartitionable64(count: count, test: test)
        : key.engine.maskOriginal64(count: count, test: test)
    }
    let test = KeepTest.below(Float(keep), bits: 23)
    return isPartitionable
      ? key.engine.maskPartitionable(count: count, test: test)
      : key.engine.maskOriginal(count: count, test: test)
  }

  /// The key of the next mask; it counts as drawn.
  mutating func nextKey(at site: DrawSite) -> JAXKey {
    if schedule == .linen, site.call != lastCall { draws = [:] }
    lastCall = site.call
    let count = draws[site.layer, default: 0]
    draws[site.layer] = count + 1
    defer { total += 1 }
    let step = UInt32(truncatingIfNeeded: site.call - 1)
    switch schedule {
    case .raw: return root
    case .splitChain:
      defer { chain = chain.split(0, of: 2, layout: layout) }
      return chain.split(1, of: 2, layout: layout)
    case .splitN:
      let keys = splitCount ?? .max
      return root.split(total % keys, of: keys, layout: layout)
    case .foldStep: return root.foldedIn(step)
    case .linen: return root.foldedIn(step).foldedIn(Self.linenData(site.layer, count + 1))
    case .nnx:
      return root.foldedIn(UInt32(truncatingIfNeeded: site.layer))
        .foldedIn(UInt32(truncatingIfNeeded: count))
    case .nnxShared: return root.foldedIn(UInt32(truncatingIfNeeded: before + total))
    case .keras:
      let seed = root.low &+ UInt32(truncatingIfNeeded: site.layer)
      return JAXKey((seed, UInt32(truncatingIfNeeded: count)))
    }
  }

  /// What linen folds in for draw `draw`, from 1, of an unnamed layer: four bytes of a SHA-1 over
  /// the layer's path and the count in as few bytes as hold it, most significant first.
  private static func linenData(_ layer: Int, _ draw: Int) -> UInt32 {
    var message = Array("Dropout_\(layer)".utf8)
    let bytes = max(1, (draw.bitWidth - draw.leadingZeroBitCount + 7) / 8)
    for byte in (0..<bytes).reversed() {
      message.append(UInt8(truncatingIfNeeded: draw >> (8 * byte)))
    }
    return SHA1.digest(of: message)[0]
  }
}

extension Dialect {
  /// JAX, Flax and Keras on JAX.
  public static let jax = Dialect(
    family: "jax", summary: "jax.random.bernoulli(key, 1 - p, shape), Flax, Keras on JAX",
    seeds: "\(Int64.min) to \(Int64.max)",
    operations: ["dropout": .standard, "bernoulli": .standard, "dropout-eval": .evaluation],
    options: [
      DialectOption.schedule, DialectOption.isPartitionable, DialectOption.splitCount,
      DialectOption.drawsBefore, DialectOption.x64,
    ],
    draws: .factors,
    output: { input, mask, call in
      // Flax on the CPU in float32, whose division by a constant becomes a product; dropped is +0.
      let scale: Float = 1 / Float(call.rate.keep)
      return .single(input.indices.map { mask[$0] ? Float(input[$0]) * scale : 0 })
    },
    sources: { dialect, _ in
      [true, false].flatMap { isPartitionable in
        // Count c of a shared stream is the key of step c.
        JAXSchedule.allCases.filter { ![.splitN, .nnxShared].contains($0) }.map { schedule in
          MaskSource(
            dialect: dialect.with(.schedule, schedule).with(.isPartitionable, isPartitionable))
        }
      }
    },
    settle: { (dialect, masks) throws(DialectError) in
      // Flax and Keras leave no choice; without a schedule, a mask is that of the key itself.
      if dialect.options[.schedule] == nil {
        try dialect.set(.schedule, to: JAXSchedule.raw.rawValue)
      }
      if dialect.options[.schedule] == .splitN, dialect.options[.splitCount] == nil {
        try dialect.set(.splitCount, to: "\(masks)")
      }
    }
  ) { (seed, options) throws(DialectError) in
    if !options[.isPartitionable], options[.schedule] == .splitN, options[.splitCount] == nil {
      throw .noSplitCount
    }
    guard case .number(let number) = seed, let value = number.signed else { return nil }
    if options[.schedule] == .keras, !(0...Int64(UInt32.max) ~= value) {
      throw .option("seed", has: "\(value)", needs: "0 to \(UInt32.max) with Keras")
    }
    return JAXMasks(seed: value, options: options)
  }
}

extension WholeNumber {
  /// The value, where it fits 64 bits with a sign.
  var signed: Int64? {
    guard let wrapped else { return nil }
    let value = Int64(bitPattern: wrapped)
    return (value < 0) == isNegative ? value : nil
  }
}
