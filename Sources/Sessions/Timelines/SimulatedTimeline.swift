package import DropoutEngine
package import Interface
package import SessionLog

/// The calls of a simulation: each is computed when it is asked for.
package struct SimulatedTimeline: Timeline {
  package private(set) var simulation: SimulationTimeline
  /// Another one of the same, which computes the calls of the past again for the examination.
  private var past: SimulationTimeline?

  package init(_ simulation: SimulationTimeline) { self.simulation = simulation }

  package var lanes: [Lane] {
    let header = simulation.header
    return [Lane(rank: header.rank, name: header.preset ?? header.source)]
  }

  package var offers: Needs { held == nil ? [] : .moreMasks }
  package var held: HeldNetwork? { simulation.held }
  package var abilities: Abilities { [.changeSettings, .handOutTensors, .drawAgain] }
  package var newest: Int { simulation.newest }
  package var annotations: [Annotation] { simulation.annotations }
  package var overview: [CallPoint] { simulation.overview }
  package var trace: KeptTrace { simulation.trace }

  /// A log's header has the dialect that the session began with; this one, the call's own.
  package func header(at number: Int) -> SessionHeader? {
    var header = simulation.header
    header.dialect = simulation.settings(at: number).dialect.name
    return header
  }

  package func last() -> Int? { nil }

  package mutating func call(_ number: Int) -> ForwardCall? {
    number >= 1 ? simulation.approach(number) : nil
  }

  package func points(endingAt number: Int) -> [CallPoint] {
    simulation.points(endingAt: number)
  }
}

// A step is one call.
extension SimulatedTimeline {
  package mutating func go(_ way: inout Way) -> Step {
    let target = settle(&way)
    let position = simulation.position
    var origin = way.origin ?? position
    if position >= target || position < origin { origin = min(position, target - 1) }
    way.origin = origin
    var passed: ForwardCall?
    let call = simulation.approach(target, limit: 1) { passed = $0 }
    way.at = simulation.position
    if let call { return .reached(call) }
    return .passed(passed, share: simulation.progress(to: target, from: origin))
  }

  /// The number of the call that a way leads to; one that is given up ends at the next.
  private func settle(_ way: inout Way) -> Int {
    let target =
      switch way.target {
      case _ where way.isGivenUp: simulation.position + 1
      case .call(let number): max(1, number)
      case .newest: max(1, newest)
      case .onward(let count): way.at + min(count, 1 << 32)
      }
    way.target = .call(target)
    return target
  }
}

extension SimulatedTimeline {
  /// Where the examination began anew it lies behind the calls that are known, one call a time.
  package mutating func examine(after number: Int) -> Examinable {
    guard number < simulation.newest else {
      past = nil
      return .nothing
    }
    var past = past ?? simulation
    self.past = nil
    var passed: ForwardCall?
    _ = past.approach(number + 1, limit: 1) { passed = $0 }
    self.past = past
    guard let passed, passed.number == number + 1 else { return .working }
    return .call(passed)
  }

  package mutating func pin(_ annotation: Annotation) { simulation.pin(annotation) }

  package mutating func mark(_ number: Int) -> Annotation {
    let annotation = Annotation(number: number, kind: .mark(text: "mark"))
    pin(annotation)
    return annotation
  }

  package mutating func change(_ change: SettingChange, from number: Int) -> Annotation? {
    past = nil
    return simulation.change(change, from: number)
  }

  package mutating func restart(seed: UInt64?) -> String? {
    past = nil
    do {
      try simulation.restart(seed: seed ?? simulation.header.seed ?? 0)
      return nil
    } catch {
      return error.description
    }
  }

  package func settings(at number: Int) -> Settings? { simulation.settings(at: number) }

  package func sessionRecord(at number: Int, app: String, started: String) -> SessionRecord? {
    SessionRecord(
      simulation: simulation.options, header: simulation.header, app: app, started: started)
  }
}
