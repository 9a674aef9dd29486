/// Whose bits a mask is made of: a framework's generator and its way of turning it into 0/1, with
/// what else these depend on.
public struct Dialect: Sendable {
  /// The name without options.
  public let family: String
  /// One line for help texts.
  public let summary: String
  /// What the bits depend on beside seed, rate and shapes.
  public private(set) var options = DialectOptions()
  /// Other names that it goes by.
  let aliases: [String]
  /// The seeds that it takes, for messages.
  public let seeds: String
  /// The ways to draw a mask, by name.
  let operations: [String: MaskOperation]
  /// The options that it takes.
  public let takes: [any DialectSetting]
  /// What it defines the bits of.
  let draws: DrawForm
  /// Whether its generators draw for all layers of a call when it begins.
  public let drawsAhead: Bool
  /// Whether the framework refuses to drop everything.
  private let refusesRateOne: Bool
  private let output: DropoutOutput.Rule
  private let sources: Sources
  private let settle: @Sendable (inout Dialect, _ masks: Int) throws(DialectError) -> Void
  private let make: Maker

  /// A generator, or nil where the framework refuses the seed.
  typealias Maker =
    @Sendable (Seed, DialectOptions) throws(DialectError) -> (any MaskGenerator)?
  /// The ways in which the dialect may have drawn the mask of a tensor of a shape, for a search.
  typealias Sources = @Sendable (_ dialect: Dialect, _ shape: [Int]) -> [MaskSource]

  /// - Parameters:
  ///   - draws: the most that a kind of dropout may ask of it.
  ///   - output: what the framework makes of an input and a mask.
  ///   - sources: by default the dialect's own operation alone.
  ///   - settle: sets what has no default outside of a program, for so many masks.
  init(
    family: String, aliases: [String] = [], summary: String, seeds: String,
    operations: [String: MaskOperation], options: [any DialectSetting] = [],
    draws: DrawForm = .decisions, drawsAhead: Bool = false, refusesRateOne: Bool = false,
    output: @escaping DropoutOutput.Rule = DropoutOutput.ownLayer,
    sources: @escaping Sources = { dialect, _ in [MaskSource(dialect: dialect)] },
    settle: @escaping @Sendable (inout Dialect, Int) throws(DialectError) -> Void = { _, _ in },
    make: @escaping Maker
  ) {
    self.family = family
    self.aliases = aliases
    self.summary = summary
    self.seeds = seeds
    self.operations = operations
    takes = options
    self.draws = draws
    self.drawsAhead = drawsAhead
    self.refusesRateOne = refusesRateOne
    self.output = output
    self.sources = sources
    self.settle = settle
    self.make = make
  }

  /// All dialects, in the order in which help texts name them and a key walks them.
  public static let all: [Dialect] = [
    .philox, .numpyLegacy, .numpy, .torch, .torchMKL, .torchCUDA, .jax, .kerasTorch, .kerasJAX,
    .kerasNumPy, .torchInductor, .triton, .tensorFlow, .kerasTensorFlow, .mlx, .tinygrad,
    .torchInductorCUDA, .flashAttention, .memEfficientAttention,
  ]

  /// A generator at the start of its sequence.
  ///
  /// - Throws: ``DialectError`` when the framework would refuse the seed, or options miss a part.
  public func generator(seed: Seed) throws(DialectError) -> any MaskGenerator {
    guard let generator = try make(seed, options) else { throw .seed(seed, dialect: self) }
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
  public func takes(seed: UInt64) -> Bool {
    let generator = try? make(Seed(seed), DialectOptions())
    return generator.flatMap { $0 } != nil
  }

  /// What the framework makes of an input with a mask that was drawn by a call.
  public func output(of input: [Double], mask: Mask, call: MaskCall) -> DropoutOutput {
    output(input, mask, call)
  }

  /// The ways in which it may have drawn the first mask of a program.
  func sources(for shape: [Int]) -> [MaskSource] { sources(self, shape) }

  /// The dialect for masks that are asked for one by one: sets options that a program would, where
  /// they are not set.
  ///
  /// - Parameter masks: how many masks there will be.
  public func settled(masks: Int) throws(DialectError) -> Dialect {
    var dialect = self
    try settle(&dialect, masks)
    return dialect
  }

  /// The operation of that name, the default where there is none.
  ///
  /// - Throws: ``DialectError/operation(_:dialect:)``.
  public func operation(named name: String?) throws(DialectError) -> MaskOperation {
    guard let name else { return .standard }
    guard let operation = operations[name] else { throw .operation(name, dialect: self) }
    return operation
  }

  /// Whether it defines what a kind draws.
  public func defines(_ kind: any DropoutKind) -> Bool { kind.form <= draws }

  /// Makes sure that it defines what a kind draws.
  ///
  /// - Throws: ``DialectError/kind(_:dialect:)``.
  public func check(_ kind: any DropoutKind) throws(DialectError) {
    if !defines(kind) { throw .kind(kind, dialect: self) }
  }

  /// Makes sure that a call is one that the framework takes.
  ///
  /// - Throws: ``DialectError/axes(has:needs:)``, ``DialectError/broadcast(_:axes:)`` or
  ///   ``DialectError/rateOne(dialect:)``.
  public func check(_ call: MaskCall) throws(DialectError) {
    let isLayer = call.operation != .evaluation && !call.isByHand
    if refusesRateOne, isLayer, call.rate.value == 1 {
      throw .rateOne(dialect: self)
    }
    if let needed = call.neededAxes { throw .axes(has: call.shape.count, needs: needed) }
    let axes = call.shape.count
    if let axis = call.broadcastAxes.first(where: { !(-axes..<axes ~= $0) }) {
      throw .broadcast(axis, axes: axes)
    }
  }
}

extension Dialect {
  /// The full name on the command line and in logs, from which ``named(_:)`` makes the same dialect:
  /// the family, then the options that are not the default, as `jax:schedule=linen,x64=true`.
  public var name: String {
    let set = takes.compactMap { option in
      option.text(in: options).map { "\(option.name)=\($0)" }
    }
    return set.isEmpty ? family : "\(family):\(set.joined(separator: ","))"
  }

  /// The dialect of that name.
  ///
  /// - Throws: ``DialectError`` when there is none, or an option is not one of its own.
  public static func named(_ name: String) throws(DialectError) -> Dialect {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let family = parts.first.map(String.init) ?? ""
    guard
      var dialect = all.first(where: { $0.family == family || $0.aliases.contains(family) })
    else { throw .unknown(name: name) }
    guard parts.count == 2 else { return dialect }
    for setting in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !takers(of: String(sides[0])).isEmpty else {
        throw .unknown(name: name)
      }
      try dialect.set(String(sides[0]), to: String(sides[1]))
    }
    return dialect
  }

  /// Sets an option by its name.
  ///
  /// - Throws: ``DialectError`` when it is not one of the dialect's, or has no such value.
  public mutating func set(_ option: String, to text: String) throws(DialectError) {
    guard let setting = takes.first(where: { $0.name == option }) else {
      throw .foreignOption(option, dialect: self)
    }
    try setting.set(text, in: &options)
  }

  /// Sets an option from text.
  ///
  /// - Throws: ``DialectError`` when it is not one of the dialect's, or has no such value.
  public mutating func set<Value>(
    _ option: DialectOption<Value>, to text: String
  ) throws(DialectError) {
    try set(option.name, to: text)
  }

  /// A copy with another value of an option.
  func with<Value>(_ option: DialectOption<Value>, _ value: Value) -> Dialect {
    var copy = self
    copy.options[option] = value
    return copy
  }

  /// The dialects that take an option.
  static func takers(of option: String) -> [Dialect] {
    all.filter { $0.takes.contains { $0.name == option } }
  }

  /// What the option of that name is, after the names of the dialects that take it, for help texts.
  public static func help(for option: String) -> String {
    var helps: [(families: [String], help: String)] = []
    for taker in takers(of: option) {
      let help = taker.takes.first { $0.name == option }?.help ?? ""
      if let same = helps.firstIndex(where: { $0.help == help }) {
        helps[same].families.append(taker.family)
      } else {
        helps.append(([taker.family], help))
      }
    }
    return helps.map { $0.families.joined(separator: ", ") + ": " + $0.help }
      .joined(separator: " ")
  }

  /// The names in a list, for messages.
  static var names: String { all.map(\.family).joined(separator: ", ") }
}

extension Dialect: Hashable {
  /// Dialects are told by their full names.
  public static func == (a: Dialect, b: Dialect) -> Bool { a.name == b.name }

  /// Dialects are told by their full names.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
