/// A module or a tensor as PyTorch code makes it: `Conv2d(3, 16, (3, 5), bias=False)`.
///
/// Every parameter that is not constant is drawn uniformly, a word each, in the order of the
/// constructor, or, for embeddings, normally.
struct TorchCall {
  private let name: Substring
  /// Whole numbers by position; a tuple has several.
  private let sizes: [[Int]]
  private let keywords: [Substring: Substring]

  /// Reads a call without spaces; nil when it is none.
  init?(_ text: Substring) {
    guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
    name = text[..<open]
    let inside = text[text.index(after: open)...].dropLast()
    var sizes: [[Int]] = []
    var keywords: [Substring: Substring] = [:]
    for part in inside.isEmpty ? [] : inside.splitOutsideParentheses(at: ",") {
      if let equals = part.firstIndex(of: "=") {
        keywords[part[..<equals]] = part[part.index(after: equals)...]
      } else if keywords.isEmpty, let numbers = Self.numbers(part) {
        sizes.append(numbers)
      } else if !Self.constant.contains(name) {
        return nil
      }
    }
    (self.sizes, self.keywords) = (sizes, keywords)
  }

  private static func numbers(_ text: Substring) -> [Int]? {
    let isTuple = text.first == "(" && text.last == ")"
    let parts = isTuple ? text.dropFirst().dropLast().split(separator: ",") : [text]
    let numbers = parts.compactMap { Int($0) }.filter { 0...1_000_000_000 ~= $0 }
    return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
  }

  /// The words that it takes; nil when it is not known, not written so, or takes more than there
  /// may be.
  var words: Int? {
    if Self.constant.contains(name) { return 0 }
    // A double has these numbers exactly, and those that are too large without a trap.
    let drawn = tensor ?? linear ?? convolution ?? recurrent ?? attention
    return drawn.flatMap { $0 <= Double(WordsDrawn.most) ? Int($0) : nil }
  }

  private var tensor: Double? {
    let shape = sizes.flatMap { $0 }
    guard keywords.isEmpty || name == "Embedding", !shape.isEmpty, shape.allSatisfy({ $0 > 0 })
    else { return nil }
    let count = shape.reduce(1) { $0 * Double($1) }
    switch (name, shape.count) {
    case ("rand", _), ("randint", 1): return count
    case ("randn", _), ("Embedding", 2): return Self.normal(count)
    case ("randperm", 1): return count - 1
    default: return nil
    }
  }

  private var linear: Double? {
    guard knows(["bias"]) else { return nil }
    switch (name, sizes.count) {
    case ("Linear", 2): return size(0) * size(1) + bias(size(1))
    case ("Bilinear", 3): return size(0) * size(1) * size(2) + bias(size(2))
    default: return nil
    }
  }

  private var convolution: Double? {
    guard name.last == "d", let axes = name.dropLast().last?.wholeNumberValue, 1...3 ~= axes,
      knows(["bias", "groups", "stride", "padding", "dilation", "padding_mode", "output_padding"]),
      3...6 ~= sizes.count, let groups = number("groups", or: 1), groups > 0
    else { return nil }
    let kernel = sizes[2].count == 1 ? Array(repeating: sizes[2][0], count: axes) : sizes[2]
    guard kernel.count == axes else { return nil }
    let area = kernel.reduce(1) { $0 * Double($1) }
    switch name.dropLast(2) {
    case "Conv", "ConvTranspose": return size(0) * size(1) * area / groups + bias(size(1))
    default: return nil
    }
  }

  /// Every weight and both biases, gate by gate.
  private var recurrent: Double? {
    let gates: [Substring: Double] = ["RNN": 1, "GRU": 3, "LSTM": 4]
    let isCell = name.hasSuffix("Cell")
    let known: [Substring] = [
      "bias", "nonlinearity", "num_layers", "bidirectional", "dropout", "batch_first",
    ]
    guard let gates = gates[isCell ? name.dropLast(4) : name], 2...(isCell ? 2 : 3) ~= sizes.count,
      knows(isCell ? ["bias", "nonlinearity"] : known),
      let layers = sizes.count == 3 ? size(2) : number("num_layers", or: 1), layers >= 1
    else { return nil }
    let directions: Double = keywords["bidirectional"] == "True" ? 2 : 1
    let (input, hidden) = (size(0), size(1))
    let first = gates * hidden * (input + hidden + bias(2))
    let later = gates * hidden * (directions * hidden + hidden + bias(2))
    return directions * (first + (layers - 1) * later)
  }

  private var attention: Double? {
    switch (name, sizes.count) {
    case ("MultiheadAttention", 2) where knows(["bias", "dropout", "batch_first"]):
      return heads(size(0))
    case ("TransformerEncoderLayer", 2...3), ("TransformerDecoderLayer", 2...3):
      let known: [Substring] = [
        "bias", "dim_feedforward", "dropout", "activation", "batch_first", "norm_first",
      ]
      let width = sizes.count == 3 ? size(2) : number("dim_feedforward", or: 2048)
      guard knows(known), let wide = width else { return nil }
      let attentions: Double = name == "TransformerDecoderLayer" ? 2 : 1
      return attentions * heads(size(0)) + 2 * size(0) * wide + bias(wide) + bias(size(0))
    default: return nil
    }
  }

  /// The three projections in, and the one out, whose bias is drawn before it is cleared.
  private func heads(_ size: Double) -> Double { 4 * size * size + bias(size) }

  /// `torch.randn` of so many numbers, with no half of a pair cached.
  private static func normal(_ count: Double) -> Double {
    if count < 16 { return 4 * ((count + 1) / 2).rounded(.down) }
    return count + (count.remainder(dividingBy: 16) == 0 ? 0 : 16)
  }

  /// A size, which is one number; nothing is made of fewer than one.
  private func size(_ index: Int) -> Double {
    sizes[index].count == 1 && sizes[index][0] > 0 ? Double(sizes[index][0]) : .infinity
  }

  private func bias(_ count: Double) -> Double { keywords["bias"] == "False" ? 0 : count }

  private func number(_ keyword: Substring, or standard: Double) -> Double? {
    guard let text = keywords[keyword] else { return standard }
    return Int(text).flatMap { 1...1_000_000_000 ~= $0 ? Double($0) : nil }
  }

  private func knows(_ known: [Substring]) -> Bool {
    keywords.keys.allSatisfy(known.contains)
  }

  /// Modules whose parameters are constants, or that have none.
  private static let constant: Set<Substring> = [
    "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveMaxPool2d", "AlphaDropout", "AvgPool1d",
    "AvgPool2d", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "Dropout", "Dropout1d", "Dropout2d",
    "Dropout3d", "ELU", "FeatureAlphaDropout", "Flatten", "GELU", "GroupNorm", "Hardswish",
    "Hardtanh", "Identity", "InstanceNorm1d", "InstanceNorm2d", "LayerNorm", "LeakyReLU",
    "LogSoftmax", "MaxPool1d", "MaxPool2d", "MaxPool3d", "Mish", "PReLU", "RMSNorm", "ReLU",
    "ReLU6", "SELU", "SiLU", "Sigmoid", "Softmax", "Softplus", "Tanh", "Unflatten", "Upsample",
  ]
}
