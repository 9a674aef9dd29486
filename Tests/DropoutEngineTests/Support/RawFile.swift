import Foundation

/// `Golden/raw.json`: words that the engines of real frameworks gave (dialects.md 11).
struct RawFile: Decodable {
  let cases: [RawCase]

  /// The cases of one engine.
  static func cases(of kind: String) throws -> [RawCase] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Golden/raw.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(RawFile.self, from: data).cases.filter { $0.kind == kind }
  }
}

/// One seed of one engine.
struct RawCase: Decodable {
  let id: String
  let kind: String
  let seed: RawSeed
  let u32: [UInt32]?
  /// Which words ``u32`` holds.
  let u32Index: [Int]?
  let u64: [String]?
  let double53Hex: [String]?
  let float24Hex: [String]?
  let seedSequenceU64: [String]?
  let key: [String]?
  let split2: [String]?
  let split3: [String]?
  let foldIn1: [String]?
  let bits325: [String]?
  let originalBits325: [String]?
  let originalSplit3: [String]?
}

/// A seed, as the 32-bit digits of each of its integers, least significant first.
struct RawSeed: Decodable {
  let digits: [UInt32]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let numbers = try (try? [container.decode(String.self)]) ?? container.decode([String].self)
    digits = numbers.flatMap { text in
      var rest = UInt128(text) ?? 0
      var digits: [UInt32] = []
      repeat {
        digits.append(UInt32(truncatingIfNeeded: rest))
        rest >>= 32
      } while rest > 0
      return digits
    }
  }
}

extension [String] {
  /// Words written in hexadecimal.
  var words: [UInt32] { compactMap { UInt32($0, radix: 16) } }
}
