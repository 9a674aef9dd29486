package import DropoutEngine

extension ScreenState {
  /// The selected dropout layer's part of the call on screen.
  package var selectedLayer: SiteCall? {
    guard let layers = arrival?.call.sites, layers.indices.contains(layer) else { return nil }
    return layers[layer]
  }

  /// How many samples of the batch can be walked, at least 1.
  package var sampleCount: Int {
    max(1, arrival?.call.tensors?.rows ?? selectedLayer?.samples ?? 1)
  }

  mutating func selectLayer(_ step: Int) {
    guard let count = arrival?.call.sites.count, count > 0 else { return }
    layer = ((layer + step) % count + count) % count
    unit = nil
    clampSelection()
  }

  mutating func selectSample(_ step: Int) {
    sample += step
    clampSelection()
  }

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

  /// Pulls the selection back inside what the call on screen has.
  mutating func clampSelection() {
    let layers = arrival?.call.sites.count ?? 0
    layer = min(max(layer, 0), max(0, layers - 1))
    let units = unitCount
    unit = units == 0 ? nil : unit.map { min(max($0, 0), units - 1) }
    sample = min(max(sample, 0), sampleCount - 1)
  }

  /// Expands the first panel, then the next one; after the last the first follows.
  mutating func expandNext() {
    let panels = Panel.allCases
    let current = expanded.flatMap(panels.firstIndex(of:))
    expanded = panels[current.map { ($0 + 1) % panels.count } ?? 0]
  }

  /// Undoes the innermost of what is open.
  mutating func goBack() -> [Effect] {
    if helpIsOpen {
      helpIsOpen = false
    } else if seeking != nil {
      return [.cancel]
    } else if unit != nil {
      unit = nil
    } else if expanded != nil {
      expanded = nil
    } else {
      notice = nil
    }
    return []
  }
}
