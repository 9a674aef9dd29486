package import DropoutEngine

/// What every unit of a site did over a session.
package struct UnitsQuestion: Question {
  package static let isOfCall = false
  package typealias Answer = UnitsAnswer

  package var site: String

  package init(site: String) { self.site = site }
}

/// What every unit of a site did, and where it stands in its network.
package struct UnitsAnswer: Equatable, Sendable {
  package var history: UnitHistory
  /// What feeds its units and what they feed; nil where no weights are known.
  package var feeding: SimulatedNetwork.Links?
  package var fed: SimulatedNetwork.Links?
  /// W x + b of the newest call; nil where it is not known.
  package var preactivations: Preactivations?

  /// Before the rectifier, rows x units.
  package struct Preactivations: Equatable, Sendable {
    package var call: Int
    package var values: [Float]

    package init(call: Int, values: [Float]) {
      self.call = call
      self.values = values
    }
  }

  package init(_ history: UnitHistory) { self.history = history }
}
