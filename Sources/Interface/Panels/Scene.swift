import DropoutEngine

/// What every panel draws from: the state, its inks, and the call on screen.
struct Scene {
  let state: ScreenState
  let inks: Inks
  let arrival: Arrival
  /// The selected layer's index, brought into range; nil when the call has no layers.
  let selected: Int?

  init(_ state: ScreenState, _ arrival: Arrival, _ inks: Inks) {
    self.state = state
    self.arrival = arrival
    self.inks = inks
    let count = arrival.call.sites.count
    selected = count == 0 ? nil : max(0, min(state.layer, count - 1))
  }

  var call: ForwardCall { arrival.call }
  var theme: Theme { inks.theme }
  var selectedLayer: SiteCall? { selected.map { call.sites[$0] } }
  /// The newest held-out accuracy up to the call on screen.
  var heldOut: Double? {
    call.heldOut ?? arrival.points.last { $0.heldOut != nil }?.heldOut
  }

  var showsWholeTensor: Bool { NetworkShape.showsWholeTensor(arrival.header) }

  /// The share of elements that the settings let through: 1 in evaluation.
  func expectedKeep(_ layer: SiteCall) -> Double? {
    (layer.phase ?? call.phase) == .train ? layer.rate?.keep : 1
  }
}
