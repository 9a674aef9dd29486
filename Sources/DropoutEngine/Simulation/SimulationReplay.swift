/// The calls of a simulation once more, from the first on, without a memory of them.
///
/// It obeys the changes that were made up to now; who changes a setting makes another one.
package struct SimulationReplay: Sendable {
  private var simulation: Simulation
  private let changes: [(number: Int, change: SettingChange)]

  init(_ simulation: Simulation, changes: [(number: Int, change: SettingChange)]) {
    self.simulation = simulation
    self.changes = changes
  }

  /// The last call that was run; 0 before the first.
  package var number: Int { simulation.number }

  /// The network as it stands between two calls.
  package var network: SimulatedNetwork { SimulatedNetwork(simulation) }

  /// Runs the next call, with its tensors where they are asked for.
  package mutating func next(withTensors: Bool = false) -> ForwardCall {
    let number = simulation.number + 1
    for (call, change) in changes where call == number { simulation.apply(change) }
    return simulation.next(withTensors: withTensors)
  }
}

extension SimulationTimeline {
  /// All calls once more, as the settings are now.
  package var replay: SimulationReplay {
    SimulationReplay(beginning, changes: changes)
  }

  /// The same network without dropout: the same weights at the start, the same data in the same
  /// order, learning in the same calls. Nil where nothing is learned.
  package var twin: SimulationReplay? {
    var options = options
    options.rate = .zero
    options.layerRates = [:]
    guard let simulation = try? Simulation(options), simulation.callsPerEpoch != nil else {
      return nil
    }
    let phases = changes.filter { if case .phase = $0.change { true } else { false } }
    return SimulationReplay(simulation, changes: phases)
  }
}
