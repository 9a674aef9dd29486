public import DropoutEngine

extension SessionRecord {
  /// The record of a simulation, with all that its calls are a function of.
  ///
  /// Preset, seed, dialect, layers and rates stand in the header; what is left are `options`, under
  /// the names that they have on the command line.
  public init(
    simulation options: SimulationOptions, header: SessionHeader, app: String, started: String
  ) {
    var named = [
      Option(name: "mode", value: options.mode.rawValue),
      Option(name: "phase", value: options.phase.rawValue),
    ]
    if let widths = options.widths {
      let value = widths.map(String.init).joined(separator: ",")
      named.append(Option(name: "layers", value: value))
    }
    if let kind = options.kind { named.append(Option(name: "kind", value: kind.fullName)) }
    if let shape = options.shape {
      let value = shape.map(String.init).joined(separator: ",")
      named.append(Option(name: "shape", value: value))
    }
    if let network = options.network { named.append(Option(name: "net", value: network)) }
    if let scenario = options.scenario {
      named.append(Option(name: "scenario", value: scenario.rawValue))
    }
    for (name, file) in [("input", options.inputFile), ("weights", options.weightsFile)] {
      guard let file else { continue }
      named.append(Option(name: name, value: file.path))
      named.append(Option(name: "\(name)-hash", value: file.hash))
    }
    self.init(
      app: app, started: started, header: header, batch: options.batch, options: named)
  }

  /// The value of an option; nil where the session was started without it.
  public func option(_ name: String) -> String? {
    options.first { $0.name == name }?.value
  }
}
