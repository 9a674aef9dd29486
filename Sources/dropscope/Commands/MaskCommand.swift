import ArgumentParser
import DropoutEngine
import TensorFiles

/// Prints masks.
struct MaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mask",
    abstract: "Prints the masks that a framework draws from a seed.",
    discussion: """
      A plan is one case, or {"cases": […]}, of the form
      {"id": "a", "family": "torch", "seed": 42, "calls":
        [{"layer": 0, "call": 0, "rate": 0.5, "shape": [4, 5]}]}

      EXAMPLES
        dropscope mask --dialect numpy-legacy --seed 42 --rate 0.5 --shape 4,5
        dropscope mask --dialect jax --seed 42 --rate 0.1 --shape 8,16 --format hex
        dropscope mask --plan plan.json
      """)

  @OptionGroup var dialect: DialectArguments

  @Option(
    parsing: .unconditional,
    help: "What the generator is seeded with; NumPy also takes a list, as 1,2,3.")
  var seed: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Probability of dropping, 0 to 1: one for all layers, or one a layer.", valueName: "p"))
  var rate: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The shape of a layer's tensor; one a layer.", valueName: "4,5"))
  var shape: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("How many forward calls.", valueName: "n"))
  var calls: String = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The first call to print, from 1; those before are passed over.", valueName: "n"))
  var from: String = "1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How the mask is drawn, as dropout2d, alpha or 'rand<keep'. (default: the framework's dropout)",
      valueName: "name"))
  var op: String?

  @Option(help: "bits, hex, json or grid.")
  var format: Format = .bits

  @Option(
    help: ArgumentHelp("Draws what this JSON file says, - for stdin.", valueName: "file"))
  var plan: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case bits, hex, json, grid
  }

  func run() throws {
    let dialect = try dialect.resolved(default: nil)
    guard let plan else {
      try print(try planOfArguments(dialect), as: format)
      return
    }
    if seed != nil || !rate.isEmpty || !shape.isEmpty {
      throw Failure("--plan has seeds, rates and shapes of its own; leave out the options")
    }
    let bytes: [UInt8]
    do { bytes = try readBytes(plan == "-" ? "/dev/stdin" : plan) } catch { throw Failure(error) }
    let name = plan == "-" ? "the plan" : plan
    for plan in try PlanReader(file: name, dialect: dialect).read(bytes) {
      try print(plan, as: .json)
    }
  }

  private func print(_ plan: MaskPlan, as format: Format) throws {
    var left = plan.calls.count
    var text = ""
    try plan.draw { call, mask, generator in
      left -= 1
      switch format {
      case .bits: text += mask.bits(0..<mask.count) + "\n"
      case .hex: text += mask.hex + "\n"
      case .grid: text += mask.grid(call.mask.shape) + "\n"
      case .json:
        text += PlanLine.json(
          id: plan.id, call: call, mask: mask, dialect: plan.dialect,
          after: left == 0 ? generator.upcoming : nil)
      }
      if text.utf8.count > 1 << 16 {
        try printOutput(text)
        text = ""
      }
    }
    try printOutput(text)
  }
}
