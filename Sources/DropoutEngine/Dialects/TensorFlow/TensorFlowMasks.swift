/// `tf.random.set_seed(g)` and then `tf.nn.dropout(x, rate, seed=s)`, or one of the other ways in which a
/// TensorFlow program draws a mask (dialects.md).
///
/// An op's kernel is told by its pair of seeds and its type; it holds a counter that every draw moves by
/// 256 blocks an element.
struct TensorFlowMasks: MaskGenerator {
  private static let prime: Int64 = (1 << 31) - 1

  private let schedule: TensorFlowSchedule
  /// The global seed; nil where none was set.
  private let global: WholeNumber?
  /// Numbers the ops without a seed of their own.
  private var random: PythonRandom?
  private var kernels: [Kernel: UInt64] = [:]
  /// Op seeds that were used in float32, in the order of their first use.
  private var opSeeds: [WholeNumber] = []
  /// Training calls of each Keras layer.
  private var layerCalls: [Int: Int] = [:]
  /// The pair of a stateless chain.
  private var pair: (Int64, Int64)
  private var generator: TensorFlowStream
  /// The traces of a function, by the shapes of their layers, and which one runs.
  private var traces: [[[Int]]: Trace] = [:]
  private var shapes: [[Int]] = []

  /// What tells a kernel.
  private struct Kernel: Hashable {
    var first: Int64
    var second: Int64
    var type: ElementType
  }

  /// The nodes of a function: pairs of seeds and counters of their own, by layer.
  private struct Trace {
    var opSeeds: [Int: Int64] = [:]
    var starts: [Int: UInt64] = [:]
  }

  /// Nil for a seed of another form than the schedule's.
  init?(seed: Seed, options: DialectOptions) {
    schedule = options[.tensorFlowSchedule]
    switch (seed, schedule) {
    case (.sequence(let numbers), .stateless), (.sequence(let numbers), .statelessFoldStep),
      (.sequence(let numbers), .statelessSplitChain):
      guard numbers.count == 2, let a = numbers[0].signed, let b = numbers[1].signed else {
        return nil
      }
      pair = (a, b)
      global = nil
    case (.number(let number), .stateless), (.number(let number), .statelessFoldStep),
      (.number(let number), .statelessSplitChain):
      // One number stands for itself and 0, so that a session has a seed of its own.
      guard let value = number.signed else { return nil }
      pair = (value, 0)
      global = nil
    case (.number(let number), _):
      pair = (0, 0)
      global = number
    case (.sequence(let numbers), _):
      // Never set: only ops with seeds of their own can be told.
      guard numbers.isEmpty, schedule != .generator else { return nil }
      pair = (0, 0)
      global = nil
    }
    random = global.map { PythonRandom(seed: $0) }
    generator = global.map { TensorFlowStream(fromSeed: $0) } ?? .init(key: 0, counter: (0, 0))
  }

  mutating func prepare(_ calls: [MaskCall]) {
    guard schedule == .function else { return }
    shapes = calls.map(\.shape)
    guard traces[shapes] == nil else { return }
    var trace = Trace()
    var number: Int64 = 0
    for call in calls where call.operation != .evaluation && call.opSeed == nil {
      trace.opSeeds[call.site.layer] = number
      number += 1
    }
    traces[shapes] = trace
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation else { return nil }
    let noise = call.noiseShape
    let count = noise.reduce(1, *)
    guard let stream = next(call, count: count) else { return call.certainMask }
    let drawn = stream.mask(
      count: count, rate: call.rate.value, type: call.type, isCompiled: call.isCompiled)
    return Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation else { return }
    _ = next(call, count: call.noiseShape.reduce(1, *))
  }

  /// Where a call's draw starts; nil where no kernel runs. It counts as drawn.
  private mutating func next(_ call: MaskCall, count: Int) -> TensorFlowStream? {
    let runs = !call.isCertain || call.isByHand
    let blocks = 256 &* UInt64(count)
    switch schedule {
    case .eager: return kernel(opSeed: eagerSeed(call), call, runs: runs, blocks)
    case .keras2:
      guard runs else { return nil }
      let layer = call.site.layer
      let number = layerCalls[layer, default: 0]
      layerCalls[layer] = number + 1
      guard let seed = call.opSeed else {
        return kernel(opSeed: eagerSeed(call), call, runs: true, blocks)
      }
      return kernel(opSeed: seed.residue(Self.prime) + Int64(number), call, runs: true, blocks)
    case .function: return runs ? node(call, blocks) : nil
    case .stateless: return runs ? TensorFlowStream(stateless: pair.0, pair.1) : nil
    case .statelessFoldStep:
      guard runs else { return nil }
      let step = Int64(call.site.call - 1)
      let word = TensorFlowStream(stateless: pair.0, pair.1).folded(step)
      return TensorFlowStream(stateless: word, step)
    case .statelessSplitChain:
      guard runs else { return nil }
      let words = TensorFlowStream(stateless: pair.0, pair.1).block(0)
      pair = (Self.signed(words.0), Self.signed(words.1))
      return TensorFlowStream(stateless: Self.signed(words.2), Self.signed(words.3))
    case .generator:
      guard runs else { return nil }
      defer { generator.advance(by: blocks) }
      return generator
    }
  }

  private static func signed(_ word: UInt32) -> Int64 { Int64(Int32(bitPattern: word)) }

  /// An op's own seed, or the next of Python's generator.
  private mutating func eagerSeed(_ call: MaskCall) -> Int64 {
    if let seed = call.opSeed { return seed.residue(Self.prime) }
    return Int64(random?.number(in: 0...UInt32(Self.prime)) ?? 0)
  }

  private mutating func kernel(
    opSeed: Int64, _ call: MaskCall, runs: Bool, _ blocks: UInt64
  ) -> TensorFlowStream? {
    guard runs else { return nil }
    if schedule == .eager, call.type == .float32, let seed = call.opSeed,
      !opSeeds.contains(seed)
    {
      opSeeds.append(seed)
    }
    let (first, second) = seeds(opSeed)
    let kernel = Kernel(first: first, second: second, type: call.type)
    let start = kernels[kernel, default: 0]
    kernels[kernel] = start &+ blocks
    return TensorFlowStream(
      key: UInt64(bitPattern: first), counter: (start, UInt64(bitPattern: second)))
  }

  private mutating func node(_ call: MaskCall, _ blocks: UInt64) -> TensorFlowStream? {
    let layer = call.site.layer
    var trace = traces[shapes] ?? Trace()
    let own = call.opSeed?.residue(Self.prime)
    let (first, second) = seeds(own ?? trace.opSeeds[layer] ?? 0)
    let start = trace.starts[layer, default: 0]
    trace.starts[layer] = start &+ blocks
    traces[shapes] = trace
    return TensorFlowStream(
      key: UInt64(bitPattern: first), counter: (start, UInt64(bitPattern: second)))
  }

  /// The pair of an op; two zeros would be no seeds.
  private func seeds(_ opSeed: Int64) -> (Int64, Int64) {
    let first = global.map { $0.residue(Self.prime) } ?? 87_654_321
    let second = opSeed % Self.prime
    return first == 0 && second == 0 ? (0, Self.prime) : (first, second)
  }

  var upcoming: UpcomingDraws {
    var draws = TensorFlowDraws()
    switch schedule {
    case .generator:
      draws.state = [generator.counter.low, generator.counter.high, generator.key]
    case .stateless, .statelessFoldStep, .statelessSplitChain: break
    case .eager, .function, .keras2:
      if var random {
        draws.opSeeds = (0..<2).map { _ in random.number(in: 0...UInt32(Self.prime)) }
      }
      for seed in opSeeds {
        let (first, second) = seeds(seed.residue(Self.prime))
        let start = kernels[Kernel(first: first, second: second, type: .float32)] ?? 0
        let words = TensorFlowStream(
          key: UInt64(bitPattern: first), counter: (start, UInt64(bitPattern: second))
        ).block(0)
        draws.uniforms.append(
          .init(
            opSeed: seed.description,
            next: [words.0, words.1, words.2, words.3].map { Float($0 & 0x7f_ffff) * 0x1p-23 }))
      }
    }
    draws.uniforms.sort { $0.opSeed < $1.opSeed }
    return draws == TensorFlowDraws() ? .stateless : .tensorFlow(draws)
  }
}

/// How a TensorFlow program comes to its seeds.
public enum TensorFlowSchedule: String, Sendable, Hashable, CaseIterable {
  /// Ops one by one, after `tf.random.set_seed`.
  case eager
  /// The same ops inside a `tf.function`.
  case function
  /// Layers of Keras 2, called one by one.
  case keras2
  /// `stateless_dropout` from one pair of seeds.
  case stateless
  /// From `stateless_fold_in(seed, call)`.
  case statelessFoldStep = "stateless-fold-step"
  /// From `seed, sub = split(seed)` before every mask.
  case statelessSplitChain = "stateless-split-chain"
  /// `tf.random.Generator.from_seed`.
  case generator
}

extension DialectOption<TensorFlowSchedule> {
  /// How a program comes to its seeds.
  public static var tensorFlowSchedule: Self {
    let schedules = TensorFlowSchedule.allCases.map(\.rawValue).joined(separator: ", ")
    return DialectOption(
      name: "schedule", help: "how a program comes to its seeds: \(schedules). (default: eager)",
      standard: .eager, needs: schedules, read: { TensorFlowSchedule(rawValue: $0) },
      write: { $0.rawValue })
  }
}

extension TensorFlowStream {
  /// `tf.random.Generator.from_seed`: small seeds are counters.
  init(fromSeed seed: WholeNumber) {
    var digits = seed.digits + Array(repeating: 0, count: 6)
    if seed.isNegative {
      var carry = true
      for index in digits.indices {
        let (sum, overflow) = (~digits[index]).addingReportingOverflow(carry ? 1 : 0)
        digits[index] = sum
        carry = overflow
      }
    }
    func joined(_ index: Int) -> UInt64 {
      UInt64(digits[index + 1]) << 32 | UInt64(digits[index])
    }
    self.init(key: joined(4), counter: (joined(0), joined(2)))
  }

  /// `stateless_fold_in`: the first word of the seed's own stream.
  fileprivate func folded(_ step: Int64) -> Int64 { Int64(Int32(bitPattern: block(0).0)) }
}

extension WholeNumber {
  /// The value modulo a positive number, from 0 on.
  func residue(_ modulus: Int64) -> Int64 {
    let rest = digits.reversed().reduce(Int64(0)) { ($0 << 32 | Int64($1)) % modulus }
    return isNegative && rest > 0 ? modulus - rest : rest
  }
}

extension Dialect {
  /// TensorFlow.
  public static let tensorFlow = Dialect(
    family: "tensorflow", summary: "tf.random.set_seed(s); tf.nn.dropout(x, p)",
    seeds: "any whole number, or two of 64 bits for the stateless schedules",
    operations: [
      "dropout": .standard, "dropout-eval": .evaluation, "uniform>=rate": .notBelowRate,
    ],
    options: [DialectOption.tensorFlowSchedule, DialectOption.type], drawsAhead: true,
    refusesRateOne: true,
    output: DropoutOutput.selectedProduct,
    sources: { dialect, _ in
      // A layer of Keras 2 called by itself draws as the op does.
      TensorFlowSchedule.allCases.filter { $0 != .keras2 }.map { schedule in
        MaskSource(dialect: dialect.with(.tensorFlowSchedule, schedule))
      }
    }
  ) { seed, options in TensorFlowMasks(seed: seed, options: options) }
}
