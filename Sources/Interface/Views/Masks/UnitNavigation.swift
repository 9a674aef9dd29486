import DropoutEngine

/// How many units further the unit below the selected one stands in the grid on screen: what a step
/// down or up adds to or takes from `state.unit`. At least 1.
package func unitsPerRow(_ state: ScreenState) -> Int {
  guard let arrival = state.arrival, !arrival.call.sites.isEmpty,
    let network = MasksLayout(
      state.size, .init(arrival, state.look), expanded: state.expanded,
      time: state.extent(ScreenFrame.panel)
    ).network
  else { return 1 }
  let shape = NetworkShape(state, arrival)
  let boxes = NetworkLayout(in: network, shape).layers
  guard let box = boxes.first(where: { $0.index == shape.selected }) else { return 1 }
  let layer = shape.layers[shape.selected]
  let rows = LayerRows(box.rect, tiles: layer.tiles)
  if let site = state.selectedSite, case .tiles(let picture) = arrival.picture(site),
    let tiles = picture.layout(in: LayerRows.inner(rows.grid), pairs: state.look.hasHalves)
  {
    return picture.isMap ? tiles.columns : picture.decisionsPerRow
  }
  return UnitGrid(units: layer.units, in: LayerRows(box.rect).grid, columns: layer.columns)
    .unitsPerRow
}

extension ScreenState {
  /// Moves the selected unit over the grid, and stops at its edges; the first move selects unit 0.
  mutating func moveUnit(dx: Int, dy: Int) {
    let count = unitCount
    guard count > 0 else { return }
    guard let unit else {
      self.unit = 0
      return
    }
    let columns = unitsPerRow(self)
    let x = min(max(unit % columns + dx, 0), columns - 1)
    let moved = (unit / columns + dy) * columns + x
    if moved >= 0, moved < count { self.unit = moved }
  }

  /// Expands the first panel, then the next one; after the last the first follows.
  mutating func expandNext() {
    let panels = Panel.allCases
    let current = expanded.flatMap(panels.firstIndex(of:))
    expanded = panels[current.map { ($0 + 1) % panels.count } ?? 0]
  }
}
