import DropoutEngine
import Files
import PlainText
import TensorFiles

/// A mask as a person has it: printed, in a log, or in a file.
struct GivenMask {
  let mask: Mask
  let shape: [Int]
  /// The elements that were printed, where some were left out; nil for all.
  let known: Mask?
  /// The elements that were not dropped, where the mask came as a tensor.
  private var kept: [Double] = []

  /// - Parameters:
  ///   - member: which array of an .npz archive; nil for the only one.
  ///   - shape: as the person gave it; nil takes the file's own.
  init(_ bytes: [UInt8], member: String? = nil, shape: [Int]?, file: String) throws {
    let text = PrintedTensor.withoutEscapes(String(decoding: bytes, as: UTF8.self))
    // A terminal's title ends in a character that no text has.
    let form = FileForm(bytes).flatMap { $0 == .binary ? FileForm(text.utf8) : $0 }
    if form != nil || member != nil {
      let tensor: Tensor
      do {
        // What is neither of both is told what it is.
        tensor =
          form == .npz || member != nil
          ? try NPZFile.parse(bytes, name: member, file: file)
          : try NPYFile.parse(bytes, file: file)
      } catch {
        throw Failure(error)
      }
      try self.init(tensor.values.map(Double.init), own: tensor.shape, shape: shape, file: file)
      return
    }
    let digits = text.filter { !$0.isWhitespace }
    if !digits.isEmpty, digits.allSatisfy(\.isHexDigit) {
      try self.init(digits: digits, shape: shape, file: file)
      return
    }
    let printed = try PrintedTensor(text, shape: shape, file: file)
    guard let places = printed.places else {
      try self.init(printed.values, own: printed.shape, shape: shape, file: file)
      return
    }
    self.init(printed.values, at: places, shape: printed.shape)
  }

  /// What was printed of a larger tensor.
  private init(_ values: [Double], at places: [Int], shape: [Int]) {
    var bits = [Bool](repeating: false, count: elementCount(shape))
    var known = bits
    for (place, value) in zip(places, values) {
      known[place] = true
      bits[place] = value != 0
    }
    mask = Mask(bits)
    self.known = Mask(known)
    self.shape = shape
    kept = values.filter { $0 != 0 }
  }

  private init(_ values: [Double], own: [Int], shape: [Int]?, file: String) throws {
    let wanted = shape ?? own
    guard elementCount(wanted) == values.count else {
      throw Failure(
        "\(file) has \(values.count) elements; the shape \(Self.shown(wanted)) needs "
          + "\(elementCount(wanted))")
    }
    known = nil
    mask = Mask(values.map { $0 != 0 })
    self.shape = wanted
    kept = values.filter { $0 != 0 }
  }

  /// Digits 0 and 1, one an element, or the hex of a log, which is shorter.
  private init(digits: String, shape: [Int]?, file: String) throws {
    known = nil
    let isBinary = digits.allSatisfy { $0 == "0" || $0 == "1" }
    let count = shape?.reduce(1, *)
    if isBinary, count ?? digits.count == digits.count {
      mask = Mask(digits.map { $0 == "1" })
      self.shape = shape ?? [digits.count]
      return
    }
    guard let shape, let count else {
      throw Failure("\(file) is hex, which does not say how many elements it has: give --shape")
    }
    guard digits.count == (count + 7) / 8 * 2 else {
      throw Failure(
        "\(file) has \(digits.count) digits; the shape \(Self.shown(shape)) needs "
          + "\((count + 7) / 8 * 2) of hex, or \(count) of 0 and 1")
    }
    let bits = digits.flatMap { digit in
      (0..<4).map { (digit.hexDigitValue ?? 0) >> (3 - $0) & 1 == 1 }
    }
    mask = Mask(bits.prefix(count))
    self.shape = shape
  }

  private static func shown(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: ",")
  }

  /// What all elements that were kept have been multiplied by; nil where they differ, or are none.
  private var scale: Double? {
    guard let first = kept.first, kept.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// The rate that the kept elements were scaled for, the roundest within their printed digits; nil
  /// where they do not say.
  var scaledRate: Rate? {
    guard let scale, scale > 1 else { return nil }
    // What people write, before what the scale alone gives.
    for parts in [2, 4, 5, 10, 20, 3, 6, 8, 100, 7, 9, 1000] {
      let rate = (1 - 1 / scale) * Double(parts)
      let nearest = rate.rounded() / Double(parts)
      if 0 < nearest, nearest < 1, let rate = try? Rate(nearest), isScale(scale, of: rate) {
        return rate
      }
    }
    return try? Rate(1 - 1 / scale)
  }

  /// How many of the elements that are known are kept.
  private var count: (kept: Int, all: Int) {
    guard let known else { return (mask.kept, mask.count) }
    let kept = zip(mask.words, known.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    return (kept, known.kept)
  }

  /// The rate at which a mask that keeps nothing, or all, is no wonder; nil for other masks.
  var certainRate: Rate? {
    let (kept, all) = count
    return kept == 0 ? try? Rate(1) : kept == all ? try? Rate(0) : nil
  }

  /// `17 of 48`.
  var droppedShare: String {
    let (kept, all) = count
    return "\(grouped(all - kept)) of \(grouped(all))"
  }

  /// The rates that people use, and that would drop about as many: 1/2, then the nearest first.
  var likelyRates: [Rate] {
    let (kept, all) = count
    let dropped = all - kept
    let usual = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9]
    let share = Double(dropped) / Double(max(1, all))
    return usual.filter { Binomial(count: all, keep: $0).surprise(of: dropped) > 0.001 }
      .sorted { ($0 == 0.5 ? 0 : 1, abs($0 - share)) < ($1 == 0.5 ? 0 : 1, abs($1 - share)) }
      .compactMap { try? Rate($0) }
  }

  /// Whether a printed scale is that of a rate: PyTorch prints four decimals, and rounds to the type of
  /// a tensor of 16 bits.
  private func isScale(_ scale: Double, of rate: Rate) -> Bool {
    let exact = 1 / rate.keep
    if abs(scale - exact) <= 0.000_06 * max(1, exact) { return true }
    return [ElementType.float16, .bfloat16].contains { type in
      let rounded = Double(type.rounded(exact))
      return abs(scale - rounded) <= 0.000_06 * max(1, exact)
    }
  }

  /// What the elements that were kept say about the rate; nil where they say nothing.
  func note(rate: Rate, isInferred: Bool) -> String? {
    guard let first = scale else {
      return kept.isEmpty
        ? nil
        : "kept elements are not all alike: an activation, not a mask; what was 0 before counts as "
          + "dropped"
    }
    if first == 1 { return nil }
    if isScale(first, of: rate) {
      return "kept elements are \(first), which is 1/(1 - \(rate.value)): scaled in training"
        + (isInferred ? "; the rate is taken from that" : "")
    }
    return "kept elements are \(first); 1/(1 - \(rate.value)) would be "
      + decimal(1 / rate.keep, 4)
  }
}
