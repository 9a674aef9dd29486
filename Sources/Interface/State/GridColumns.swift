import DropoutEngine

/// How many columns the grid of a layer's units has on screen, so that a unit can be moved in it.
package func gridColumns(for layer: Int, in state: ScreenState) -> Int {
  guard let layers = state.arrival?.call.layers, layers.indices.contains(layer) else { return 1 }
  return max(1, Int((Double(layers[layer].units) * 2).squareRoot().rounded(.up)))
}
