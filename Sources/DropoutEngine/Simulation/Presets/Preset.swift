/// A ready-made network and what runs through it.
public enum Preset: String, Sendable, CaseIterable {
  /// A 64-128-64-10 classifier that learns real handwritten digits.
  case digits
  /// The reference article's two-layer ReLU network, with dropout on both layers.
  case article
  /// The article's first example: Dropout(p = 0.2) on a 20 x 16 standard normal tensor.
  case module
  /// Two convolutions, with dropout of channels and of elements.
  case convnet
  /// Four residual blocks, dropped for whole samples.
  case residual
  /// SELU layers with alpha dropout.
  case selu
  /// A small transformer over the rows of a digit, with dropout of attention weights and of paths.
  case attention

  /// One line for help texts.
  public var summary: String {
    switch self {
    case .digits: "trains a 64-128-64-10 ReLU classifier on 1,797 handwritten digits"
    case .article: "a two-layer ReLU network with dropout on both layers, on one input"
    case .module: "one dropout layer on a 20 x 16 standard normal tensor"
    case .convnet: "two convolutions learn the digits; Dropout2d and Dropout"
    case .residual: "four residual blocks learn the digits; DropPath"
    case .selu: "four SELU layers learn the digits; AlphaDropout"
    case .attention: "two transformer blocks learn the digits; attention dropout and DropPath"
    }
  }

  /// The rate where none is given; nil where every site has its own.
  public var defaultRate: Rate? {
    switch self {
    case .digits, .article: .half
    case .module: Rate(unchecked: 0.2)
    case .convnet, .residual, .selu, .attention: nil
    }
  }

  /// The dialect where none is given: the article's own is NumPy's, the others are PyTorch's.
  public var defaultDialect: Dialect { self == .article ? .numpyLegacy : .torch }

  /// Units of the layers after the input, where none are given.
  var defaultWidths: [Int] {
    switch self {
    case .digits: [128, 64]
    case .article: [128, 64]
    case .module, .convnet, .residual, .selu, .attention: []
    }
  }
}
