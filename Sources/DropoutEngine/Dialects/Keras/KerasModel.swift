/// How many default seeds the layers of a Keras model take from Python's generator, in the order in
/// which they are built (dialects-2.md 4.1, measured on Keras 3.15.1).
///
/// A layer is written as in Python, with what matters: `Dense`, `Dropout(0)`, `Dropout(seed=1)`,
/// `Bidirectional(LSTM)`.
public enum KerasModel {
  /// What the layers take by the time the model has been called; nil where one is not known.
  public static func seeds(_ layers: [String]) -> Int? {
    var total = 0
    for layer in layers {
      guard let seeds = seeds(of: layer) else { return nil }
      total += seeds
    }
    return total
  }

  private static func seeds(of layer: String) -> Int? {
    let parts = layer.filter { $0 != " " }.split(separator: "(", maxSplits: 1)
    guard let name = parts.first.map(String.init) else { return nil }
    let arguments = parts.count > 1 ? String(parts[1].dropLast()) : ""
    if noisy.contains(name) { return isSeedless(arguments) ? 1 : 0 }
    if name == "Bidirectional" {
      // Two layers made anew from the description of the one that was given.
      return recurrent.contains(where: arguments.hasPrefix) ? 9 : nil
    }
    if attention.contains(name) { return arguments.contains("dropout=") ? 6 : 5 }
    if recurrent.contains(name) { return 3 }
    if name.hasPrefix("SeparableConv") { return 2 }
    if constant.contains(name) || name.contains("Pooling") { return 0 }
    return oneInitializer.contains(name) || name.hasPrefix("Conv") ? 1 : nil
  }

  /// Whether a layer that draws in training takes a seed: it has none of its own, and drops something.
  private static func isSeedless(_ arguments: String) -> Bool {
    let parts = arguments.split(separator: ",")
    if parts.contains(where: { $0.hasPrefix("seed=") && $0 != "seed=None" }) { return false }
    let amount = parts.first.map { $0.split(separator: "=").last ?? $0 }
    return amount.flatMap { Double($0) } != 0
  }

  private static let noisy: Set = [
    "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout",
    "GaussianDropout", "GaussianNoise", "RandomFlip", "RandomRotation",
  ]
  private static let recurrent = ["SimpleRNN", "LSTM", "GRU"]
  private static let attention: Set = ["MultiHeadAttention", "GroupQueryAttention"]
  private static let oneInitializer: Set = [
    "Dense", "EinsumDense", "Embedding", "DepthwiseConv1D", "DepthwiseConv2D",
  ]
  private static let constant: Set = [
    "BatchNormalization", "LayerNormalization", "PReLU", "Flatten", "Activation", "Input",
    "InputLayer", "Reshape", "ReLU", "Softmax", "Adam", "SGD",
  ]
}

extension DialectOption<Int?> {
  /// How many default seeds building the whole model took.
  public static var modelSeeds: Self {
    .number(
      "model-seeds",
      help: "with set-random-seed, how many seeds all layers of the model took.",
      in: 0...65_535)
  }
}
