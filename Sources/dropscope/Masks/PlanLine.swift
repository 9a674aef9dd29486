import DropoutEngine
import PlainText

/// One mask as a line of JSON, in the form of golden files.
enum PlanLine {
  /// Masks up to this size are written whole, of others the first and last elements.
  private static let whole = 600
  private static let end = 64

  /// - Parameter after: what the generator would give next, after the last call of a case.
  static func json(
    id: String, call: MaskPlan.Call, mask: Mask, dialect: Dialect, after: UpcomingDraws?
  ) -> String {
    let site = call.mask.site
    var members = [
      "\"id\":\(quoted(id))", "\"layer\":\(site.layer)", "\"call\":\(site.call - 1)",
      "\"count\":\(mask.count)", "\"ones\":\(mask.kept)", "\"sha256\":\"\(mask.sha256)\"",
    ]
    if mask.count <= whole {
      members.append("\"mask\":\"\(mask.bits(0..<mask.count))\"")
    } else {
      members.append("\"mask_head\":\"\(mask.bits(0..<end))\"")
      members.append("\"mask_tail\":\"\(mask.bits(mask.count - end..<mask.count))\"")
    }
    if call.wantsOutput { members.append(output(mask, call.mask, dialect)) }
    if let after = after.flatMap(draws) { members.append("\"after\":{\(after)}") }
    return "{\(members.joined(separator: ","))}\n"
  }

  /// What comes out of the golden files' input, (-1)^i (i + 1) / 7, as big-endian bits.
  private static func output(_ mask: Mask, _ call: MaskCall, _ dialect: Dialect) -> String {
    let input = (0..<mask.count).map { index in
      let magnitude = Double(index + 1) / 7
      return index % 2 == 0 ? magnitude : -magnitude
    }
    switch dialect.output(of: input, mask: mask, call: call) {
    case .double(let values):
      return "\"output_f64_hex\":[\(list(values.map { quoted(hex($0.bitPattern)) }))]"
    case .single(let values):
      return "\"output_f32_hex\":[\(list(values.map { quoted(hex($0.bitPattern)) }))]"
    }
  }

  static func draws(_ upcoming: UpcomingDraws) -> String? {
    switch upcoming {
    case .words32(let words): "\"next_u32\":[\(list(words))]"
    case .words31(let words): "\"next_u31\":[\(list(words))]"
    case .words64(let words): "\"next_u64\":[\(list(words.map { quoted("\($0)") }))]"
    case .offset(let offset): "\"offset\":\(offset)"
    case .key(let high, let low): "\"key\":\"\(hex(high))\(hex(low))\""
    case .states(let states, let next):
      "\"states\":["
        + list(states.map { $0.map { "[\"\($0.seed)\",\"\($0.count)\"]" } ?? "null" }) + "]"
        + (next.map { ",\"next_default_seed\":\"\($0)\"" } ?? "")
    case .tensorFlow(let draws): tensorFlow(draws)
    case .counter(let count): "\"counter\":\"\(count)\""
    case .count(let count): "\"count\":\"\(count)\""
    case .stateless: nil
    }
  }

  private static func tensorFlow(_ draws: TensorFlowDraws) -> String {
    var members: [String] = []
    if !draws.uniforms.isEmpty {
      let kernels = draws.uniforms.map { kernel in
        quoted(kernel.opSeed) + ":[" + list(kernel.next.map { quoted(hex($0.bitPattern)) }) + "]"
      }
      members.append("\"next_uniform_f32_hex\":{\(kernels.joined(separator: ","))}")
    }
    if !draws.opSeeds.isEmpty {
      members.append("\"next_op_seed\":[\(list(draws.opSeeds.map { quoted("\($0)") }))]")
    }
    if !draws.state.isEmpty {
      members.append("\"state\":[\(list(draws.state.map { quoted("\($0)") }))]")
    }
    return members.joined(separator: ",")
  }

  private static func list(_ values: some Sequence<some CustomStringConvertible>) -> String {
    values.map(\.description).joined(separator: ",")
  }

  private static func hex(_ word: some FixedWidthInteger) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: word.bitWidth / 4 - digits.count) + digits
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where !scalar.isPlain:
        for unit in UTF16.encode(scalar) ?? .init() { result += "\\u" + hex(unit) }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
