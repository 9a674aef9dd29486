/// Whose bits a mask is made of: a framework's generator and its way of turning it into 0/1, with
/// what else these depend on.
public struct Dialect: Sendable {
  /// The name without options.
  public let family: String
  /// One line for help texts.
  public let summary: String
  /// What the bits depend on beside seed, rate and shapes.
  public internal(set) var options = DialectOptions()
  /// Other names that it goes by.
  let aliases: [String]
  /// The seeds that it takes, for messages.
  public let seeds: String
  /// The ways to draw a mask, by name.
  let operations: [String: MaskOperation]
  /// The options that it takes.
  let takes: [DialectOption]
  /// A generator, or nil where the framework refuses the seed.
  private let make: @Sendable (Seed, DialectOptions) -> (any MaskGenerator)?

  init(
    family: String, aliases: [String] = [], summary: String, seeds: String,
    operations: [String: MaskOperation], options: [DialectOption] = [],
    make: @escaping @Sendable (Seed, DialectOptions) -> (any MaskGenerator)?
  ) {
    self.family = family
    self.aliases = aliases
    self.summary = summary
    self.seeds = seeds
    self.operations = operations
    takes = options
    self.make = make
  }

  /// All dialects, in the order in which help texts name them and a key walks them.
  public static let all: [Dialect] = [
    .philox, .numpyLegacy, .numpy, .torch, .torchMKL, .torchCUDA, .jax,
  ]

  /// A generator at the start of its sequence.
  ///
  /// - Throws: ``DialectError`` when the framework would refuse the seed, or options miss a part.
  public func generator(seed: Seed) throws(DialectError) -> any MaskGenerator {
    if !options.isPartitionable, options.schedule == .splitN, options.splitCount == nil {
      throw .noSplitCount
    }
    guard let generator = make(seed, options) else { throw .seed(seed, dialect: self) }
    return generator
  }

  /// A generator at the start of its sequence.
  ///
  /// - Throws: ``DialectError`` when the framework would refuse the seed, or options miss a part.
  public func generator(seed: UInt64) throws(DialectError) -> any MaskGenerator {
    try generator(seed: Seed(seed))
  }

  /// A seed of 64 bits with which the framework draws the same: PyTorch and JAX take negative seeds,
  /// of which they see the bits.
  ///
  /// - Throws: ``DialectError/seed(_:dialect:)`` when the framework would refuse the seed.
  public func unsigned(_ seed: Seed) throws(DialectError) -> UInt64 {
    let upcoming = try generator(seed: seed).upcoming
    guard case .number(let number) = seed, let bits = number.wrapped else {
      throw .seed(seed, dialect: self)
    }
    for candidate in [bits, bits & UInt64(UInt32.max)]
    where (try? generator(seed: candidate).upcoming) == upcoming { return candidate }
    throw .seed(seed, dialect: self)
  }

  /// Whether the framework takes the seed.
  public func takes(seed: UInt64) -> Bool { make(Seed(seed), DialectOptions()) != nil }

  /// The operation of that name, the default where there is none.
  ///
  /// - Throws: ``DialectError/operation(_:dialect:)``.
  public func operation(named name: String?) throws(DialectError) -> MaskOperation {
    guard let name else { return .standard }
    guard let operation = operations[name] else { throw .operation(name, dialect: self) }
    return operation
  }

  /// Makes sure that a call is one that the framework takes.
  ///
  /// - Throws: ``DialectError/axes(has:needs:)`` or ``DialectError/broadcast(_:shape:)``.
  public func check(_ call: MaskCall) throws(DialectError) {
    if let needed = call.neededAxes { throw .axes(has: call.shape.count, needs: needed) }
    let axes = call.shape.count
    if let axis = call.broadcastAxes.first(where: { !(-axes..<axes ~= $0) }) {
      throw .broadcast(axis, axes: axes)
    }
  }
}

extension Dialect: Hashable {
  /// Dialects are told by their full names.
  public static func == (a: Dialect, b: Dialect) -> Bool { a.name == b.name }

  /// Dialects are told by their full names.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
