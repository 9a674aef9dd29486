import DropoutEngine

/// What the network panel has to find room for.
struct NetworkShape: Equatable, Sendable {
  /// Columns and rows of the input drawn as a picture; nil without an input.
  var picture: Size?
  /// Units shown per dropout layer, in the order in which they run.
  var layers: [Int]
  /// Columns of each layer's grid, where the tensors themselves have them; else empty.
  var columns: [Int] = []
  /// Classes of the output; 0 where the last layer is the output.
  var classes: Int
  /// Index of the selected layer.
  var selected: Int
}

extension NetworkShape {
  /// Reads the shape off the call on screen; hostile sizes come out as 0 or bounded.
  init(_ arrival: Arrival, selected: Int) {
    let (call, header) = (arrival.call, arrival.header)
    let whole = header.showsWholeTensor
    layers = call.sites.map { whole ? $0.maskElements : $0.units }
    columns = whole ? call.sites.map(\.maskColumns) : []
    self.selected = max(0, min(selected, layers.count - 1))
    classes = 0
    guard let tensors = call.tensors else { return }
    let rows = max(1, tensors.rows)
    classes = tensors.output.count / rows
    let features = tensors.input.count / rows
    if whole {
      picture = features > 0 ? Size(width: features, height: rows) : nil
    } else {
      picture = NetworkShape.picture(features: features)
    }
  }

  /// The tensor's own columns for a layer's grid.
  func columns(_ layer: Int) -> Int? { layer < columns.count ? columns[layer] : nil }

  /// The rectangle nearest a square for so many features: 64 is 8x8; nil for none.
  static func picture(features: Int) -> Size? {
    guard features > 0 else { return nil }
    // At most four times as wide as high.
    let root = Double(features).squareRoot()
    for height in stride(from: Int(root), through: Int((root / 2).rounded(.up)), by: -1)
    where features % height == 0 {
      return Size(width: features / height, height: height)
    }
    let width = Int(root.rounded(.up))
    return Size(width: width, height: (features + width - 1) / width)
  }
}
