import DropoutEngine

extension ScreenState {
  /// How many units the selected layer's grid shows: one sample's, or the whole tensor's.
  var unitCount: Int {
    guard let arrival else { return 0 }
    let shape = NetworkShape(arrival, selected: layer)
    return shape.layers.indices.contains(layer) ? shape.layers[layer] : 0
  }

  /// How many columns that grid has on screen, so that a unit can be moved in it; at least 1.
  var gridColumns: Int {
    guard let arrival, let rect = ScreenLayout(size, expanded: expanded).network else { return 1 }
    let shape = NetworkShape(arrival, selected: layer)
    let layout = NetworkLayout(in: rect, shape)
    guard let box = layout.layers.first(where: { $0.index == layer })?.rect else { return 1 }
    let grid = UnitGrid(units: unitCount, in: LayerRows(box).grid, columns: shape.columns)
    return max(1, grid.columns)
  }
}
