public import ArgumentParser
public import DropoutEngine
import PlainText

extension Preset: ExpressibleByArgument {}
extension Mode: ExpressibleByArgument {}
extension Phase: ExpressibleByArgument {}

/// The options that every simulation takes.
struct SimulationArguments: ParsableArguments {
  @Argument(help: "What runs: digits, article or module.")
  var preset: Preset = .digits

  @Option(help: "Scale by 1/(1-p) in training (inverted) or by 1-p in evaluation (vanilla).")
  var mode: Mode = .inverted

  @Option(help: "The phase at the start: train or eval.")
  var phase: Phase = .train

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Probability of dropping an element, 0 to 1; NAME=P sets one layer's.", valueName: "p"))
  var rate: [String] = []

  @Option(parsing: .unconditional, help: "Seed of weights, data order and masks.")
  var seed: String = "42"

  @OptionGroup(title: "Dialect")
  var dialect: DialectArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Units of the hidden layers, as 128,64.", valueName: "widths"))
  var layers: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Samples per call. (default: 32 digits, or the whole input)"))
  var batch: String?

  @Option(
    help: ArgumentHelp(
      "Run this through the network: an .npy or .csv file, one sample a row.", valueName: "file"))
  var input: String?

  @Option(
    help: ArgumentHelp(
      "Dense layers to run: a .safetensors file of a PyTorch state_dict.", valueName: "file"))
  var weights: String?

  /// Reads the files and checks all values.
  func options() throws -> SimulationOptions {
    var options = SimulationOptions(preset: preset)
    options.mode = mode
    options.phase = phase
    let dialect = try dialect.resolved(default: preset.defaultDialect)
    options.dialect = dialect
    options.seed = try seedValue(for: dialect ?? preset.defaultDialect)
    for text in rate { try add(rate: text, to: &options) }
    options.widths = try layers.map(widths)
    options.batch = try batch.map { try wholeNumber($0, option: "--batch") }
    if let input { (options.input, options.inputFile) = try InputFile.input(input) }
    if let weights { (options.weights, options.weightsFile) = try InputFile.weights(weights) }
    return options
  }

  private func seedValue(for dialect: Dialect) throws -> UInt64 {
    guard case .number(let number) = Seed(seed) else {
      throw Failure("--seed is a whole number, \(dialect.seeds), but got '\(printable(seed))'")
    }
    do { return try dialect.unsigned(.number(number)) } catch { throw Failure(error) }
  }

  private func add(rate text: String, to options: inout SimulationOptions) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = parts.last, let value = Double(number) else {
      throw Failure("--rate is a probability or NAME=P, but got '\(printable(text))'")
    }
    do {
      let rate = try Rate(value)
      if parts.count == 2 {
        options.layerRates[String(parts[0])] = rate
      } else {
        options.rate = rate
      }
    } catch {
      throw Failure(error)
    }
  }

  private func widths(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
      try wholeNumber(String($0), option: "--layers")
    }
  }

  private func wholeNumber(_ text: String, option: String) throws -> Int {
    guard let value = Int(text) else {
      throw Failure("\(option) takes whole numbers, but got '\(printable(text))'")
    }
    return value
  }
}
