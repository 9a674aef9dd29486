import Testing

@testable import DropoutEngine

/// Results that others published, from machines and GPUs of their own.
struct PublicRecordTests {
  private struct File: Decodable {
    let records: [Record]
  }

  private struct Record: Decodable {
    let id: String
    let rng: String
    let seed: GoldenSeed?
    let rate: Double?
    let shape: [Int]?
    let mask: String?
    let ones: Int?
    let firstDropped: [Int]?
    let lastDropped: [Int]?
    let smCount: Int?
    let maxThreadsPerSm: Int?
    let maxVec: Int?
  }

  private func mask(_ record: Record) throws -> Mask {
    var dialect = try Dialect.named(record.rng)
    if let count = record.smCount { try dialect.set(.smCount, to: "\(count)") }
    if let count = record.maxThreadsPerSm { try dialect.set(.maxThreadsPerSM, to: "\(count)") }
    if let width = record.maxVec { try dialect.set(.maxVec, to: "\(width)") }
    var generator = try dialect.generator(seed: try #require(record.seed?.seed))
    let shape = try #require(record.shape)
    let rate = try Rate(try #require(record.rate))
    let mask = generator.mask(
      MaskCall(shape: shape, rate: rate, at: DrawSite(call: 1, layer: 0)))
    return try #require(mask)
  }

  @Test("Published masks and counts come out, on CPUs and on GPUs")
  func records() throws {
    let file: File = try GoldenFile.decoded("public-records")
    let records = file.records.filter { $0.shape != nil }
    #expect(records.count == 6)
    for record in records {
      let mask = try mask(record)
      if let expected = record.mask { #expect(mask.text == expected, "\(record.id)") }
      if let ones = record.ones { #expect(mask.kept == ones, "\(record.id)") }
      if let first = record.firstDropped, let last = record.lastDropped {
        let dropped = (0..<mask.count).filter { !mask[$0] }
        #expect(Array(dropped.prefix(first.count)) == first, "\(record.id)")
        #expect(Array(dropped.suffix(last.count)) == last, "\(record.id)")
      }
    }
  }
}
