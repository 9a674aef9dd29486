import DropoutEngine

extension ScreenState {
  /// How many units the selected layer's grid shows: one sample's, or the whole tensor's.
  package var unitCount: Int {
    guard let arrival else { return 0 }
    let shape = NetworkShape(arrival, selected: layer)
    return shape.layers.indices.contains(layer) ? shape.layers[layer] : 0
  }
}
