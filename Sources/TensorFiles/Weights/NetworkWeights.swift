package import DropoutEngine
import PlainText

/// Puts named tensors together to the dense layers of a network.
///
/// Names are those of PyTorch's `Linear`, `NAME.weight` and `NAME.bias`, or of the article, `w1` and
/// `b1`. Layers run in the order of their names as a person sorts them. A bias that is missing is
/// zero. Tensors of other layers, such as convolutions and norms, are left out and named.
package struct NetworkWeights {
  /// From the input to the output; at least one.
  package private(set) var layers: [DenseLayerWeights] = []
  /// The tensors that belong to no dense layer, made safe for a terminal.
  package private(set) var skipped: [String] = []

  /// Puts them together.
  ///
  /// - Parameter file: the name that an error gives.
  /// - Throws: ``FileError`` with the tensor, the shape it has and the shape it should have; where
  ///   there is no dense layer, with the first tensor that is of none.
  package init(_ tensors: [NamedTensor], file: String) throws(FileError) {
    var drafts: [String: Draft] = [:]
    var problem: String?
    for tensor in tensors {
      switch Self.role(of: tensor.name) {
      case (let layer, .weight)?: drafts[layer, default: Draft(name: layer)].weight = tensor
      case (let layer, .bias)?: drafts[layer, default: Draft(name: layer)].bias = tensor
      case nil:
        skipped.append(plain(tensor.name))
        problem =
          problem ?? "\(plain(tensor.name)) is neither a weight nor a bias; "
          + "only dense layers can be run"
      }
    }
    var previous: Draft?
    for draft in drafts.values.sorted(by: { NaturalOrder.precedes($0.name, $1.name) }) {
      if let reason = draft.otherLayer {
        problem = problem ?? reason
        skipped += [draft.weight, draft.bias].compactMap { $0.map { plain($0.name) } }
        continue
      }
      layers.append(try draft.layer(after: previous, file: file))
      previous = draft
    }
    guard !layers.isEmpty else {
      throw FileError(
        file: file,
        problem: problem
          ?? "holds no weights; it should have NAME.weight and NAME.bias, or w1, b1")
    }
  }

  private enum Role { case weight, bias }

  /// Which layer a tensor belongs to, and as what; nil for any other name.
  private static func role(of name: String) -> (layer: String, Role)? {
    switch name {
    case "weight": return ("", .weight)
    case "bias": return ("", .bias)
    case _ where name.hasSuffix(".weight"): return (String(name.dropLast(7)), .weight)
    case _ where name.hasSuffix(".bias"): return (String(name.dropLast(5)), .bias)
    default:
      let number = name.utf8.dropFirst()
      guard !number.isEmpty, number.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
      if name.hasPrefix("w") { return ("w\(name.dropFirst())", .weight) }
      return name.hasPrefix("b") ? ("w\(name.dropFirst())", .bias) : nil
    }
  }
}

/// What is known of a layer while its tensors are gathered.
private struct Draft {
  var name: String
  var weight: NamedTensor?
  var bias: NamedTensor?

  /// Why it is no dense layer; nil where it is one.
  var otherLayer: String? {
    guard let weight else { return "\(plain(bias?.name ?? name)) has no weight beside it" }
    let shape = weight.tensor.shape
    if shape.count == 2 { return nil }
    return "\(plain(weight.name)) is \(FileError.shown(shape)); it should be outputs x inputs, "
      + "since only dense layers can be run"
  }

  /// Checks the shapes of a dense layer against each other and the layer before.
  func layer(after previous: Draft?, file: String) throws(FileError) -> DenseLayerWeights {
    guard let weight, weight.tensor.shape.count == 2 else {
      throw FileError(file: file, problem: otherLayer ?? "\(plain(name)) is no dense layer")
    }
    let shape = weight.tensor.shape
    let has = "\(plain(weight.name)) is \(FileError.shown(shape))"
    guard shape[0] > 0, shape[1] > 0 else {
      throw FileError(file: file, problem: "\(has); it should be at least 1x1")
    }
    if let before = previous?.weight, let width = before.tensor.shape.first, width != shape[1] {
      throw FileError(
        file: file,
        problem: "\(has); it should be \(shape[0])x\(width), "
          + "since \(plain(before.name)) gives \(width)")
    }
    return DenseLayerWeights(
      name: plain(weight.name), weight: weight.tensor,
      bias: try biasValues(outputs: shape[0], weight: weight.name, file: file))
  }

  /// The bias, which the article writes as a column, too.
  private func biasValues(
    outputs: Int, weight: String, file: String
  ) throws(FileError) -> [Float] {
    guard let bias else { return Array(repeating: 0, count: outputs) }
    let isColumn = !bias.name.hasSuffix("bias") && bias.tensor.shape == [outputs, 1]
    guard bias.tensor.shape == [outputs] || isColumn else {
      throw FileError(
        file: file,
        problem: "\(plain(bias.name)) is \(FileError.shown(bias.tensor.shape)); "
          + "it should be \(outputs), since \(plain(weight)) gives \(outputs)")
    }
    return bias.tensor.values
  }
}
