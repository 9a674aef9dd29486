import DropoutEngine

/// How many units further the unit below the selected one stands in the grid on screen: what a step
/// down or up adds to or takes from `state.unit`. At least 1.
package func unitsPerRow(_ state: ScreenState) -> Int {
  guard let arrival = state.arrival, !arrival.call.sites.isEmpty,
    let network = ScreenLayout(state.size, expanded: state.expanded).network
  else { return 1 }
  let shape = NetworkShape(arrival, selected: state.layer)
  let boxes = NetworkLayout(in: network, shape).layers
  guard let box = boxes.first(where: { $0.index == shape.selected }) else { return 1 }
  let areas = LayerRows(box.rect).areas
  let (units, columns) = (shape.layers[shape.selected], shape.columns(shape.selected))
  return UnitGrid.best(units: units, in: areas, columns: columns).unitsPerRow
}
