import DropoutEngine
import Interface

/// A key that may stand in the config file: what it may be, and the option that it is a default of.
struct ConfigKey: Sendable {
  let name: String
  /// A value, for the file that is printed.
  let example: String
  /// What it does, for the same.
  let summary: String
  /// Whether it is for a simulation alone.
  var isOfSimulation = false
  /// Refuses a value.
  let check: @Sendable (String) throws(ValueError) -> Void
  /// The argument that says the same.
  var argument: @Sendable (String) -> String?

  private init(
    _ name: String, _ example: String, _ summary: String, ofSimulation: Bool = false,
    argument: (@Sendable (String) -> String?)? = nil,
    check: @escaping @Sendable (String) throws(ValueError) -> Void
  ) {
    (self.name, self.example, self.summary) = (name, example, summary)
    isOfSimulation = ofSimulation
    self.check = check
    self.argument = argument ?? { "--\(name)=\($0)" }
  }

  /// The options that, once typed, leave the file's value unheard.
  var options: [String] { name == "mouse" ? ["--mouse", "--no-mouse"] : ["--\(name)"] }

  static let all: [ConfigKey] = simulation + screen

  private static let simulation: [ConfigKey] = [
    ConfigKey(
      "preset", "article", "what runs where nothing is named", ofSimulation: true,
      argument: { $0 }
    ) { (text) throws(ValueError) in try one(of: Preset.allCases.map(\.rawValue), text) },
    ConfigKey("rate", "0.5", "the probability of dropping", ofSimulation: true) {
      (text) throws(ValueError) in _ = try LayerRate(text)
    },
    ConfigKey("seed", "42", "of weights, data order and masks", ofSimulation: true) {
      (text) throws(ValueError) in
      guard UInt64(text) != nil else { throw .number }
    },
    ConfigKey("mode", "inverted", "vanilla or inverted", ofSimulation: true) {
      (text) throws(ValueError) in try one(of: Mode.allCases.map(\.rawValue), text)
    },
    ConfigKey("dialect", "torch", "whose bits the masks are made of", ofSimulation: true) {
      (text) throws(ValueError) in _ = try Dialect(argument: text)
    },
  ]

  private static let screen: [ConfigKey] = [
    ConfigKey("speed", "1", "0.25 to 64 times 4 calls a second, or max") {
      (text) throws(ValueError) in _ = try Speed(text)
    },
    ConfigKey("theme", "auto", "by name or file; auto asks the terminal") { _ in },
    ConfigKey("theme-dark", "dropscope-dark", "auto's theme for a dark ground") { _ in },
    ConfigKey("theme-light", "dropscope-light", "auto's theme for a light ground") { _ in },
    ConfigKey("color", "256", "none, 8, 16, 256 or direct") { (text) throws(ValueError) in
      try one(of: ["none", "8", "16", "256", "direct"], text)
    },
    ConfigKey(
      "ascii", "true", "ASCII characters only", argument: { isTrue($0) ? "--ascii" : nil },
      check: isSwitch),
    ConfigKey(
      "mouse", "false", "false leaves the mouse to the terminal",
      argument: { isTrue($0) ? "--mouse" : "--no-mouse" }, check: isSwitch),
  ]

  private static func one(of known: [String], _ text: String) throws(ValueError) {
    guard known.contains(text) else { throw .setting(known.joined(separator: ", ")) }
  }

  private static func isTrue(_ text: String) -> Bool { text == "true" }

  @Sendable private static func isSwitch(_ text: String) throws(ValueError) {
    try one(of: ["true", "false"], text)
  }
}
