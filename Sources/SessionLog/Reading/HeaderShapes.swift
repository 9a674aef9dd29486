import DropoutEngine

/// The shapes that a session's header gives to its layers.
///
/// A call lists its layers in the header's order, so the layer at the same place is looked at
/// first; where its name is another, the first layer of that name counts.
struct HeaderShapes: Sendable {
  private var layers: [LayerHeader] = []
  private var firstOfName: [String: Int] = [:]

  init() {}

  init(_ layers: [LayerHeader]) {
    self.layers = layers
    for (index, layer) in layers.enumerated() where firstOfName[layer.name] == nil {
      firstOfName[layer.name] = index
    }
  }

  /// The shape of the layer of that name that stands at `index` in a call; nil when unknown.
  func shape(of name: String, at index: Int) -> [Int]? {
    if index < layers.count, layers[index].name == name { return layers[index].shape }
    return firstOfName[name].map { layers[$0].shape }
  }
}
