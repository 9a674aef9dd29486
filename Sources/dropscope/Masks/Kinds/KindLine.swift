import DropoutEngine

/// One call of a case of kinds as a line of JSON, under the names that golden files use.
struct KindLine {
  /// Tensors and masks up to this size are written whole, of others the ends and a hash.
  private static let whole = 600
  private static let end = 64

  private var members: [String]

  init(id: String) { members = ["\"id\":\(PlanLine.quoted(id))"] }

  /// What was drawn: the decisions in their shape, or that there are none.
  mutating func add(_ name: String, _ mask: Mask?, shape: [Int]) {
    guard let mask else {
      members.append("\"\(name)\":null")
      return
    }
    members.append("\"\(name)_shape\":[\(shape.map(String.init).joined(separator: ","))]")
    members.append("\"\(name)_ones\":\(mask.kept)")
    if mask.count <= Self.whole {
      members.append("\"\(name)\":\"\(mask.bits(0..<mask.count))\"")
    } else {
      members.append("\"\(name)_head\":\"\(mask.bits(0..<Self.end))\"")
      members.append("\"\(name)_tail\":\"\(mask.bits(mask.count - Self.end..<mask.count))\"")
      members.append("\"\(name)_sha256\":\"\(mask.sha256)\"")
    }
  }

  /// A tensor's bits.
  mutating func add(_ name: String, _ values: [Float]) {
    guard values.count > Self.whole else {
      members.append("\"\(name)_f32\":\"\(Self.hex(values[...]))\"")
      return
    }
    members.append("\"\(name)_f32_head\":\"\(Self.hex(values.prefix(Self.end)))\"")
    members.append("\"\(name)_f32_tail\":\"\(Self.hex(values.suffix(Self.end)))\"")
    var digest = SHA256()
    for value in values { digest.update(Self.bytes(value)) }
    members.append("\"\(name)_f32_sha256\":\"\(digest.hex())\"")
  }

  /// That there is no such tensor.
  mutating func addNull(_ name: String) { members.append("\"\(name)\":null") }

  /// What the generator would give next.
  mutating func add(after draws: UpcomingDraws) {
    if let text = PlanLine.draws(draws) { members.append("\"after\":{\(text)}") }
  }

  var json: String { "{\(members.joined(separator: ","))}\n" }

  private static func hex(_ values: ArraySlice<Float>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: values.flatMap { value in
        bytes(value).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
      }, as: UTF8.self)
  }

  /// Big-endian; all NaN are one.
  private static func bytes(_ value: Float) -> [UInt8] {
    let bits = value.isNaN ? 0x7fc0_0000 : value.bitPattern
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
  }
}
