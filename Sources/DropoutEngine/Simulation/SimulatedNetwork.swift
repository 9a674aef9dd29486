/// A look at a simulation's network between two calls.
package struct SimulatedNetwork: Sendable {
  private let simulation: Simulation

  init(_ simulation: Simulation) { self.simulation = simulation }

  /// One end of a weight.
  package struct Link: Sendable, Equatable {
    /// The input, or the unit, at the other end.
    package var unit: Int
    package var weight: Float
  }

  /// The strongest weights of a unit to one side, and what is at their other ends.
  package struct Links: Sendable, Equatable {
    /// A site's name; nil for the input, or for the classes.
    package var site: String?
    /// For each unit its links, the strongest first.
    package var units: [[Link]]
  }

  /// Layers larger than this are not searched.
  private static let mostWeights = 1 << 20

  /// Norms of all layers, as the last call left them.
  package var norms: [LayerNorms] { simulation.norms }

  /// What feeds each unit of a site, `count` links each; nil where no weights do.
  package func feeding(site index: Int, count: Int) -> Links? {
    let layers = simulation.network.layers
    guard layers.indices.contains(index), isSmall(layers[index]) else { return nil }
    let layer = layers[index]
    let units = (0..<layer.units).map { unit in
      Self.strongest((0..<layer.inputs).map { layer.weights[$0 * layer.units + unit] }, count)
    }
    return Links(site: index > 0 ? name(index - 1) : nil, units: units)
  }

  /// What each unit of a site feeds; nil where its values go nowhere.
  package func fed(bySite index: Int, count: Int) -> Links? {
    let layers = simulation.network.layers
    guard index >= 0, layers.indices.contains(index + 1), isSmall(layers[index + 1]) else {
      return nil
    }
    let layer = layers[index + 1]
    let units = (0..<layer.inputs).map { unit in
      Self.strongest(Array(layer.weights[unit * layer.units..<(unit + 1) * layer.units]), count)
    }
    return Links(site: name(index + 1), units: units)
  }

  /// W x + b of a site, rows x units, for what a call sends there, before the network learns from it;
  /// nil without its tensors.
  package func preactivations(site index: Int, of call: ForwardCall) -> [Float]? {
    let layers = simulation.network.layers
    guard layers.indices.contains(index), let tensors = call.tensors, tensors.rows > 0 else {
      return nil
    }
    let input = index == 0 ? tensors.input : tensors.after[index - 1]
    let layer = layers[index]
    guard input.count == tensors.rows * layer.inputs else { return nil }
    var output = [Float](repeating: 0, count: tensors.rows * layer.units)
    layer.forward(input, rows: tensors.rows, into: &output)
    return output
  }

  private func isSmall(_ layer: DenseLayer<Float>) -> Bool {
    layer.weights.count <= Self.mostWeights
  }

  private func name(_ index: Int) -> String? {
    let sites = simulation.header.sites
    return sites.indices.contains(index) ? sites[index].name : nil
  }

  private static func strongest(_ weights: [Float], _ count: Int) -> [Link] {
    let order = weights.indices.sorted { abs(weights[$0]) > abs(weights[$1]) }
    return order.prefix(count).map { Link(unit: $0, weight: weights[$0]) }
  }
}
