public import DropoutEngine
import PlainText
public import SessionLog

extension SimulationOptions {
  /// The options that a recorded simulation was started with, but for the contents of its files.
  ///
  /// - Throws: ``CannotSimulate`` where the record is of no simulation, or of one that this program
  ///   does not know.
  public init(_ session: SessionRecord) throws(CannotSimulate) {
    let header = session.header
    guard header.source == "simulation" else { throw .notASimulation(source: header.source) }
    guard let name = header.preset, let preset = Preset(rawValue: name) else {
      throw .unknown("preset", value: header.preset)
    }
    guard let seed = header.seed else { throw .unknown("seed", value: nil) }
    guard let dialect = header.dialect, let known = try? Dialect.named(dialect) else {
      throw .unknown("dialect", value: header.dialect)
    }
    self.init(preset: preset)
    self.seed = seed
    self.dialect = known
    batch = session.batch
    for site in header.sites { layerRates[site.name] = site.rate }
    try take(session)
  }

  private mutating func take(_ session: SessionRecord) throws(CannotSimulate) {
    if let text = session.option("mode") {
      guard let mode = Mode(rawValue: text) else { throw .unknown("mode", value: text) }
      self.mode = mode
    }
    if let text = session.option("phase") {
      guard let phase = Phase(rawValue: text) else { throw .unknown("phase", value: text) }
      self.phase = phase
    }
    network = session.option("net")
    if let text = session.option("scenario") {
      guard let scenario = Scenario(rawValue: text) else {
        throw .unknown("scenario", value: text)
      }
      self.scenario = scenario
      let rank = session.header.rank ?? 0
      guard 0..<scenario.ranks ~= rank else { throw .unknown("rank", value: "\(rank)") }
      self.rank = rank
    }
    if let text = session.option("kind") {
      guard let kind = DropoutKinds.named(text) else { throw .unknown("kind", value: text) }
      self.kind = kind
    }
    if let text = session.option("shape") {
      let extents = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard extents.allSatisfy({ $0.map { $0 >= 0 } ?? false }), extents.count <= 64 else {
        throw .unknown("shape", value: text)
      }
      shape = extents.compactMap { $0 }
    }
    if let text = session.option("layers") {
      let widths = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard !widths.contains(nil), widths.count <= 64 else { throw .unknown("layers", value: text) }
      self.widths = widths.compactMap { $0 }
    }
  }
}

/// Why a session cannot be simulated again; one sentence each.
public enum CannotSimulate: Error, CustomStringConvertible {
  /// The log is of something else.
  case notASimulation(source: String)
  /// The record lacks an option, or gives it a value that this program does not know.
  case unknown(String, value: String?)
  /// The options do not fit together.
  case options(SimulationError)
  /// A change that a simulation has no setting for, or at a call where it cannot be made.
  case change(what: String, call: Int)
  /// The network is larger than a log from outside may ask for.
  case tooLarge
  /// The call lies farther from what was recorded than a log from outside may ask for.
  case tooFar(call: Int)

  /// What is wrong, and what to do where that is not plain.
  public var description: String {
    switch self {
    case .notASimulation(let source):
      "it cannot be simulated again: its source is '\(plain(source))', not a simulation"
    case .unknown(let what, nil):
      "it cannot be simulated again: its session record has no \(what)"
    case .unknown(let what, let value?):
      "it cannot be simulated again: this program knows no \(what) '\(plain(value))'"
    case .options(let error):
      "it cannot be simulated again: \(plain(error.description, limit: 300))"
    case .change(let what, let call):
      "it cannot be simulated again: a change of '\(plain(what))' at call \(call)"
    case .tooLarge:
      "its network or dialect is more work than a log may ask for; pass --trust if it is your own"
    case .tooFar(let call):
      "reaching call \(call) takes far more calls than were recorded; pass --trust to run them all"
    }
  }
}
