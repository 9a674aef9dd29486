import Foundation

@testable import DropoutEngine

/// A file of `Golden/`: what real frameworks drew, one case per seed (dialects.md 11).
struct GoldenFile: Decodable {
  let family: String
  let cases: [GoldenCase]

  /// The files that hold masks.
  static let families = [
    "numpy-legacy", "numpy", "torch", "torch-generic", "torch-mkl", "torch-cuda", "jax",
    "jax-nnx-shared",
    "keras-torch", "keras-jax", "keras-numpy", "torch-inductor", "torch-inductor-2.11", "triton",
    "tensorflow", "keras-tensorflow", "mlx", "tinygrad",
    "torch-cuda-rand", "h100/torch-cuda", "h100/torch-cuda-rand", "h100/jax", "h100/triton",
    "h100/torch-inductor-cuda", "h100/flash-attention", "h100/mem-efficient-attention",
  ]

  /// The family that a file's name begins with, after the folder of a GPU that printed it.
  static func isNamed(_ name: String, for family: String) -> Bool {
    name.split(separator: "/").last?.hasPrefix(family) == true
  }

  /// Reads `Golden/<name>.json` from beside the sources.
  static func read(_ name: String) throws -> GoldenFile {
    try decoded(name)
  }

  /// Reads a file of any form.
  static func decoded<File: Decodable>(_ name: String) throws -> File {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Golden/\(name).json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(File.self, from: data)
  }
}

/// One seed and what was drawn from it.
struct GoldenCase: Decodable {
  let id: String
  let seed: GoldenSeed
  /// Masks, in the order in which they were drawn.
  let calls: [GoldenCall]
  /// What the generator gives next.
  let after: After
  let schedule: String?
  let partitionable: Bool?
  let smCount: Int?
  let maxThreadsPerSm: Int?
  let unroll64: Int?
  let seedIndex: [Int]?
  let graphs: String?
  let lowpRate: String?
  /// Draws of a shared stream before the first mask.
  let count: Int?
  /// The layers of a Keras or Flax model.
  let model: [String]?

  struct After: Decodable {
    let nextU32: [UInt32]?
    let nextU31: [UInt32]?
    let nextU64: [String]?
    let offset: UInt64?
    let key: String?
    let states: [[String]?]?
    let nextOpSeed: [String]?
    let nextUniformF32Hex: [String: [String]]?
    let state: [String]?
    let counter: String?
    let count: String?
    let nextDefaultSeed: String?
  }
}

/// One mask of a golden case.
struct GoldenCall: Decodable {
  let layer: Int
  let call: Int
  let op: String?
  let dtype: String?
  let storageOffset: Int?
  let rate: Double
  let shape: [Int]
  let noiseShape: [Int]?
  let seed: GoldenSeed?
  let offset: String?
  let philoxSeed: String?
  let philoxOffset: String?
  let offsetBits: Int?
  let opSeed: String?
  let jit: Bool?
  let count: Int
  let ones: Int
  let sha256: String
  /// All elements, up to 600.
  let mask: String?
  /// The first and last 64 elements of longer masks.
  let maskHead: String?
  let maskTail: String?
  /// The JAX key that the mask was drawn from.
  let key: String?
  let offsetBefore: UInt64?
  let offsetAfter: UInt64?
  let outputF32Hex: [String]?
  let outputF64Hex: [String]?
}

/// A seed: one number, or several of them.
struct GoldenSeed: Decodable {
  let seed: Seed

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      seed = .sequence([])
    } else if let text = try? container.decode(String.self), let number = WholeNumber(text) {
      seed = .number(number)
    } else {
      seed = .sequence(try container.decode([String].self).compactMap { WholeNumber($0) })
    }
  }
}

extension GoldenCase {
  /// The dialect with the case's options.
  func dialect(_ family: String) throws -> Dialect {
    var dialect = try Dialect.named(family)
    if let schedule { try dialect.set("schedule", to: schedule) }
    if let graphs { try dialect.set("graphs", to: graphs) }
    if let lowpRate { try dialect.set("lowp-rate", to: lowpRate) }
    if let count { try dialect.set(.drawsBefore, to: "\(count)") }
    if seedIndex != nil, let model {
      let seeds = KerasModel.seeds(model)
      try dialect.set(.modelSeeds, to: "\(seeds.map(String.init) ?? "none")")
    }
    if let seedIndex {
      try dialect.set("seed-index", to: seedIndex.map(String.init).joined(separator: "+"))
    }
    if partitionable == false { try dialect.set(.isPartitionable, to: "original") }
    guard dialect.takes.contains(where: { $0.name == "sm-count" }) else { return dialect }
    if let smCount { try dialect.set(.smCount, to: "\(smCount)") }
    if let maxThreadsPerSm { try dialect.set(.maxThreadsPerSM, to: "\(maxThreadsPerSm)") }
    if let unroll64 { try dialect.set(.unroll64, to: "\(unroll64)") }
    return dialect
  }
}

extension GoldenCall {
  /// The call as a dialect takes it.
  func maskCall(_ dialect: Dialect) throws -> MaskCall {
    var result = MaskCall(
      shape: shape, rate: try Rate(rate), at: DrawSite(call: call + 1, layer: layer))
    result.operation = try dialect.operation(named: op)
    if let noiseShape {
      result.broadcastAxes = noiseShape.indices.filter { noiseShape[$0] == 1 }
        .map { $0 - noiseShape.count }
    }
    if let offset, let first = Int64(offset) { result.offset = first }
    result.hasWideOffsets = offsetBits == 64
    result.opSeed = opSeed.flatMap { WholeNumber($0) }
    result.isCompiled = jit ?? false
    result.storageOffset = storageOffset ?? 0
    if let seed = philoxSeed.flatMap(UInt64.init), let offset = philoxOffset.flatMap(UInt64.init) {
      result.philox = PhiloxState(seed: seed, offset: offset)
    }
    if let dtype { result.type = try .named(dtype) }
    try dialect.check(result)
    return result
  }
}
