/// Whose bits a mask is made of: a framework's generator and its way of turning it into 0/1.
public struct Dialect: Sendable {
  /// The name on the command line and in logs.
  public let name: String
  /// One line for help texts.
  public let summary: String
  /// The largest seed it takes; the smallest is 0.
  public let largestSeed: UInt64
  private let make: @Sendable (UInt64) -> any MaskGenerator

  init(
    name: String, summary: String, largestSeed: UInt64,
    make: @escaping @Sendable (UInt64) -> any MaskGenerator
  ) {
    self.name = name
    self.summary = summary
    self.largestSeed = largestSeed
    self.make = make
  }

  /// All dialects, in the order in which help texts name them.
  public static let all: [Dialect] = [.philox, .numpyLegacy]

  /// The dialect of that name.
  ///
  /// - Throws: ``DialectError/unknown(name:)``.
  public static func named(_ name: String) throws(DialectError) -> Dialect {
    guard let dialect = all.first(where: { $0.name == name }) else { throw .unknown(name: name) }
    return dialect
  }

  /// A generator at the start of its sequence.
  ///
  /// - Throws: ``DialectError/seed(_:dialect:)`` when the framework would refuse the seed.
  public func generator(seed: UInt64) throws(DialectError) -> any MaskGenerator {
    guard seed <= largestSeed else { throw .seed(seed, dialect: self) }
    return make(seed)
  }
}

extension Dialect: Equatable {
  /// Dialects are told by their names.
  public static func == (a: Dialect, b: Dialect) -> Bool { a.name == b.name }
}

/// Why no generator could be made.
public enum DialectError: Error, CustomStringConvertible {
  /// No dialect has that name.
  case unknown(name: String)
  /// The dialect's framework does not take that seed.
  case seed(UInt64, dialect: Dialect)

  /// One sentence: what it has and what it may be.
  public var description: String {
    switch self {
    case .unknown(let name):
      "there is no dialect '\(name)'; it may be \(Dialect.all.map(\.name).joined(separator: ", "))"
    case .seed(let seed, let dialect):
      "seed \(seed) is out of range for \(dialect.name): it may be 0 to \(dialect.largestSeed)"
    }
  }
}
