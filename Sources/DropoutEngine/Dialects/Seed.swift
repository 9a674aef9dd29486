/// What a framework's generator is seeded with.
public enum Seed: Sendable, Hashable {
  /// One number; which ones a framework takes is for its dialect to say.
  case number(WholeNumber)
  /// A list of numbers, as NumPy takes them.
  case sequence([WholeNumber])

  /// A number of 64 bits.
  public init(_ value: UInt64) { self = .number(WholeNumber(value)) }

  /// Reads `42`, `-1`, or a list as `1,2,3` or `[1, 2, 3]`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    if let number = WholeNumber(text) {
      self = .number(number)
      return
    }
    var list = text[...]
    let isBracketed = list.hasPrefix("[") && list.hasSuffix("]") && list.count > 1
    if isBracketed { list = list.dropFirst().dropLast() }
    if isBracketed, list.allSatisfy({ $0 == " " }) {
      self = .sequence([])
      return
    }
    let parts = list.split(separator: ",", omittingEmptySubsequences: false)
    guard isBracketed || parts.count > 1 else { return nil }
    var numbers: [WholeNumber] = []
    for part in parts {
      let digits = part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      guard let number = WholeNumber(String(digits)) else { return nil }
      numbers.append(number)
    }
    self = .sequence(numbers)
  }
}

extension Seed: CustomStringConvertible {
  /// The number, or the list in brackets.
  public var description: String {
    switch self {
    case .number(let number): number.description
    case .sequence(let numbers):
      "[" + numbers.map(\.description).joined(separator: ", ") + "]"
    }
  }
}
