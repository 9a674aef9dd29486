import Foundation

/// A file of `Golden/`: what real frameworks drew, one case per seed (dialects.md 11).
struct GoldenFile: Decodable {
  let cases: [GoldenCase]

  /// Reads `Golden/<name>.json` from beside the sources.
  static func read(_ name: String) throws -> GoldenFile {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Golden/\(name).json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(GoldenFile.self, from: data)
  }
}

/// One seed and what was drawn from it.
struct GoldenCase: Decodable {
  let id: String
  let seed: GoldenSeed
  /// Masks, in the order in which they were drawn.
  let calls: [GoldenCall]?
  /// What the generator gives next.
  let after: After?
  /// Of `raw` files: which engine this is.
  let kind: String?
  let u32: [UInt32]?
  /// Which words ``u32`` holds.
  let u32Index: [Int]?
  /// Bits of the first doubles.
  let double53Hex: [String]?

  struct After: Decodable {
    let nextU32: [UInt32]?
  }
}

/// One mask of a golden case.
struct GoldenCall: Decodable {
  let layer: Int
  let call: Int
  let op: String
  let rate: Double
  let count: Int
  let ones: Int
  /// All elements, up to 600.
  let mask: String?
  /// The first and last 64 elements of longer masks.
  let maskHead: String?
  let maskTail: String?
}

/// A seed: one number, or something that the engine does not take yet.
enum GoldenSeed: Decodable {
  case number(UInt64)
  /// Beyond 64 bits, or an array of numbers for sequence seeding.
  case other

  init(from decoder: any Decoder) throws {
    let text = try? decoder.singleValueContainer().decode(String.self)
    self = text.flatMap { UInt64($0) }.map { .number($0) } ?? .other
  }

  /// The number of a one-number seed.
  var number: UInt64? {
    if case .number(let number) = self { number } else { nil }
  }
}
