import DropoutEngine

/// One case of a plan of kinds: a library's layer, its tensors by rule, and how often it is called.
struct KindCase {
  let id: String
  /// The library's layer: `timm.DropPath`.
  let op: String
  /// What Keras ran on: torch, jax or numpy.
  let run: String
  let rate: Rate
  let shape: [Int]
  let phase: Phase
  let seed: Seed
  /// How many forward calls.
  let calls: Int
  /// Its other members.
  let fields: PlanFields

  init(_ fields: PlanFields) throws(Failure) {
    self.fields = fields
    id = try fields.string("id") ?? ""
    guard let op = try fields.string("op") else {
      throw fields.failure("op", has: "missing", needs: "a library's layer, as timm.DropPath")
    }
    self.op = op
    run = try fields.string("run") ?? "torch"
    rate = try fields.rate()
    shape = try MaskPlan.checkedShape(
      try fields.whole("shape"), place: "\(fields.place): shape")
    let phase = try fields.string("phase") ?? Phase.train.rawValue
    guard let known = Phase(rawValue: phase) else {
      throw fields.failure("phase", has: "'\(phase)'", needs: "train or eval")
    }
    self.phase = known
    seed = try fields.seed()
    calls = try fields.list("calls").count
  }

  /// What the case's layer is refused with.
  func refused(_ error: any CustomStringConvertible) -> Failure {
    Failure("\(fields.place): \(error.description)")
  }

  /// The generator of a dialect under the case's seed.
  func generator(_ dialect: Dialect) throws(Failure) -> any MaskGenerator {
    do {
      return try dialect.settled(masks: max(calls, 1)).generator(seed: seed)
    } catch {
      throw refused(error)
    }
  }

  /// The only extents there may be.
  func extents(_ count: Int, _ needs: String) throws(Failure) -> [Int] {
    guard shape.count == count else {
      throw fields.failure("shape", has: "a list of \(shape.count)", needs: needs)
    }
    return shape
  }

  /// An input: its bits where they stand in the case, else the rule of its name.
  func tensor(_ name: String, _ count: Int) throws(Failure) -> [Float] {
    if let hex = try fields.string("\(name)_f32") {
      guard let values = Float.list(hex), values.count == count else {
        throw fields.failure(
          "\(name)_f32", has: "a string of \(hex.utf8.count)", needs: "\(8 * count) hex digits")
      }
      return values
    }
    if name == "x", try fields.string("x") == "special" { return Self.special(count) }
    return Ramp.named(name).values(count)
  }

  /// What arithmetic stumbles over, again and again: no number, infinities, zeros of both signs, the
  /// smallest, the largest, and some between.
  private static func special(_ count: Int) -> [Float] {
    let list: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0.1, -3.141_592_7, .leastNormalMagnitude,
      123.456, -123.456, 0x1p127, -0x1p127,
    ]
    return (0..<count).map { list[$0 % list.count] }
  }
}

/// The rules by which inputs are made: element i is ((a i + b) mod m - c) / d, exact in float32.
struct Ramp {
  private let factor: Int
  private let start: Int
  private let modulus: Int
  private let middle: Int
  private let divisor: Float

  private init(_ factor: Int, _ start: Int, _ modulus: Int, _ middle: Int, _ divisor: Float) {
    self.factor = factor
    self.start = start
    self.modulus = modulus
    self.middle = middle
    self.divisor = divisor
  }

  static let x = Ramp(37, 11, 101, 50, 16)

  static func named(_ name: String) -> Ramp {
    switch name {
    case "dy": Ramp(53, 7, 97, 48, 32)
    case "w": Ramp(29, 5, 83, 41, 64)
    case "bias": Ramp(17, 3, 31, 15, 32)
    case "k": Ramp(41, 13, 89, 44, 32)
    case "v": Ramp(23, 2, 71, 35, 32)
    default: x
    }
  }

  func values(_ count: Int) -> [Float] {
    (0..<count).map { Float((factor * $0 + start) % modulus - middle) / divisor }
  }
}

extension Float {
  /// The numbers of big-endian bits in hex, eight digits each; nil for what is none.
  static func list(_ hex: String) -> [Float]? {
    let digits = Array(hex.utf8)
    guard digits.count.isMultiple(of: 8) else { return nil }
    var values: [Float] = []
    for start in stride(from: 0, to: digits.count, by: 8) {
      let text = String(decoding: digits[start..<start + 8], as: UTF8.self)
      guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let bits = UInt32(text, radix: 16)
      else { return nil }
      values.append(Float(bitPattern: bits))
    }
    return values
  }
}
