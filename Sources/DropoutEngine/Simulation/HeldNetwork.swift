/// A simulation's network as it was when a call ran, before the call taught it anything: what other
/// masks, other inputs and other ways to scale would have come to, it can be asked beside the calls.
package struct HeldNetwork: Sendable {
  /// The most weights of a network that is held: a moment's work on it would take too long.
  static let mostWeights = 1 << 20

  /// The call, with its tensors.
  package internal(set) var call: ForwardCall
  let network: DenseNetwork<Float>
  /// The network of those that are made of modules; then ``network`` has no layers.
  let modules: ModuleNetwork?
  let sites: [SimulatedSite]
  let rates: [Rate]
  let mode: Mode
  let dialect: Dialect
  let seed: UInt64
  let source: SampleSource

  /// The numbers of the rows that inputs are taken from: those held out, or all where none are.
  package var inputRows: Range<Int> { source.inputRows }

  /// Whether rows with known classes are held out.
  package var hasHeldOut: Bool { source.hasTargets }

  /// Whether there is nothing but one dropout layer, on the call's own tensor.
  var isLoneLayer: Bool { network.layers.isEmpty && modules == nil }

  /// The dense layer that a site hands its tensor to; nil where another module, or none, follows.
  func follower(of site: Int) -> DenseLayer<Float>? {
    if let modules { return modules.dense(after: site) }
    return site + 1 < network.layers.count ? network.layers[site + 1] : nil
  }

  /// What a site does in a phase, under the settings of the call.
  func effect(_ site: Int, _ phase: Phase) -> DropoutEffect {
    sites[site].kind.effect(rate: rates[site], mode: mode, phase: phase)
  }
}

extension DenseNetwork {
  /// How many weights there are.
  var weightCount: Int { layers.reduce(0) { $0 + $1.weights.count } }
}
