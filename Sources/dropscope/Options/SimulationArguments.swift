import ArgumentParser
import DropoutEngine

/// The options that every simulation takes.
struct SimulationArguments: ParsableArguments {
  @Argument(help: "What runs: \(Preset.allCases.map(\.rawValue).joined(separator: ", ")).")
  var preset: Preset = .digits

  @Option(help: "Scale by 1/(1-p) in training (inverted) or by 1-p in evaluation (vanilla).")
  var mode: Mode = .inverted

  @Option(help: "The phase at the start: train or eval.")
  var phase: Phase = .train

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Probability of dropping an element, 0 to 1; NAME=P sets one layer's.", valueName: "p"),
    transform: { try LayerRate($0) })
  var rate: [LayerRate] = []

  @Option(
    parsing: .unconditional, help: "Seed of weights, data order and masks. (default: 42)",
    transform: { try WholeNumber(argument: $0) })
  var seed = WholeNumber(42)

  @OptionGroup(title: "Dialect")
  var dialect: DialectArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Units of the hidden layers, as 128,64.", valueName: "widths"),
    transform: { try Widths($0) })
  var layers: Widths?

  @Option(
    help: ArgumentHelp(
      "What preset module drops: \(DropoutKinds.all.map(\.name).joined(separator: ", ")); with "
        + "options as dropblock:block=3. (default: dropout)", valueName: "kind"),
    transform: { try KindName($0) })
  var kind: KindName?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The shape of module's tensor. (default: 20,16)", valueName: "8,16,12,12"),
    transform: { try Shape($0) })
  var shape: Shape?

  @Option(
    parsing: .unconditional,
    help: "Samples per call. (default: 32 digits, or the whole input)",
    transform: { try Count($0) })
  var batch: Count?

  @Option(
    help: ArgumentHelp(
      "Play a faulty session and say where to look: "
        + Scenario.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "name"))
  var scenario: Scenario?

  @Option(
    help: ArgumentHelp(
      "Run this through the network: an .npy or .csv file, or an array of an .npz archive "
        + "(x.npz:NAME); one sample a row.", valueName: "file"),
    transform: { try InputFile($0) })
  var input: InputFile?

  @Option(
    help: ArgumentHelp(
      "Weights to run: a .safetensors file of a PyTorch state_dict, or the same as an .npz archive, of "
        + "dense layers or for --net.",
      valueName: "file"),
    transform: { try WeightsFile($0) })
  var weights: WeightsFile?

  @Option(
    help: ArgumentHelp(
      "A network in PyTorch's words in place of the digits' own, as "
        + "'Conv2d(1,8,3) ReLU Dropout2d(.2) Flatten Linear(288,10)'.",
      valueName: "modules"))
  var net: String?

  /// Reads the files and holds the values against the dialect.
  func options() throws(Failure) -> SimulationOptions {
    var options = SimulationOptions(preset: preset)
    options.mode = mode
    options.phase = phase
    let dialect = try dialect.resolved(default: preset.defaultDialect)
    options.dialect = dialect
    do {
      options.seed = try (dialect ?? preset.defaultDialect).unsigned(.number(seed))
    } catch {
      throw Failure(error)
    }
    for rate in rate {
      if let layer = rate.layer {
        options.layerRates[layer] = rate.rate
      } else {
        options.rate = rate.rate
      }
    }
    options.widths = layers?.values
    options.kind = kind?.kind
    options.shape = shape?.extents
    options.batch = batch?.value
    options.scenario = scenario
    if let input { (options.input, options.inputFile) = try input.read() }
    options.network = net
    if let weights { try read(weights, into: &options) }
    return options
  }

  private func read(
    _ weights: WeightsFile, into options: inout SimulationOptions
  ) throws(Failure) {
    if net == nil {
      (options.weights, options.weightsFile) = try weights.read()
    } else {
      (options.parameters, options.weightsFile) = try weights.tensors()
    }
  }
}
