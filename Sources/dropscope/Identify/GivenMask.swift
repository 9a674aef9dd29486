import DropoutEngine
import Files
import PlainText
import TensorFiles

/// A mask as a person has it: printed, in a log, or in a file.
struct GivenMask {
  let mask: Mask
  let shape: [Int]
  /// The elements that were not dropped, where the mask came as a tensor.
  private var kept: [Double] = []

  /// - Parameters:
  ///   - member: which array of an .npz archive; nil for the only one.
  ///   - shape: as the person gave it; nil takes the file's own.
  init(_ bytes: [UInt8], member: String? = nil, shape: [Int]?, file: String) throws {
    let form = FileForm(bytes)
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
    let text = String(decoding: bytes, as: UTF8.self)
    let digits = text.filter { !$0.isWhitespace }
    if !digits.isEmpty, digits.allSatisfy(\.isHexDigit) {
      try self.init(digits: digits, shape: shape, file: file)
      return
    }
    let printed = try PrintedTensor(text, file: file)
    try self.init(printed.values, own: printed.shape, shape: shape, file: file)
  }

  private init(_ values: [Double], own: [Int], shape: [Int]?, file: String) throws {
    let wanted = shape ?? own
    guard wanted.reduce(1, *) == values.count else {
      throw Failure(
        "\(file) has \(values.count) elements; the shape \(Self.shown(wanted)) needs "
          + "\(wanted.reduce(1, *))")
    }
    mask = Mask(values.map { $0 != 0 })
    self.shape = wanted
    kept = values.filter { $0 != 0 }
  }

  /// Digits 0 and 1, one an element, or the hex of a log, which is shorter.
  private init(digits: String, shape: [Int]?, file: String) throws {
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

  /// What the elements that were kept say about the rate; nil where they say nothing.
  func note(rate: Rate) -> String? {
    guard let first = kept.first, kept.allSatisfy({ $0 == first }) else {
      return kept.isEmpty ? nil : "kept elements are not all alike: an activation, not a mask"
    }
    if first == 1 { return nil }
    let scale = 1 / rate.keep
    // PyTorch prints four decimals.
    if abs(first - scale) <= 0.000_06 * max(1, scale) {
      return "kept elements are \(first), which is 1/(1 - \(rate.value)): scaled in training"
    }
    return "kept elements are \(first); 1/(1 - \(rate.value)) would be \(decimal(scale, 4))"
  }
}
