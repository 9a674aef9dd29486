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
    help: "What the generator is seeded with; NumPy also takes a list, as 1,2,3.",
    transform: { try Seed(argument: $0) })
  var seed: Seed?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Probability of dropping, 0 to 1: one for all layers, or one a layer.", valueName: "p"),
    transform: { try Rate(argument: $0) })
  var rate: [Rate] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The shape of a layer's tensor; one a layer.", valueName: "4,5"),
    transform: { try Shape($0) })
  var shape: [Shape] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many forward calls. (default: 1)", valueName: "n"),
    transform: { try Count($0, upTo: 1_000_000) })
  var calls = Count(1)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The first call to print; those before are passed over. (default: 1)", valueName: "n"),
    transform: { try Count($0, upTo: 1 << 40) })
  var from = Count(1)

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
      throw Failure.usage("--plan has seeds, rates and shapes of its own; leave out the options")
    }
    let bytes: [UInt8]
    do { bytes = try readBytes(plan == "-" ? "/dev/stdin" : plan) } catch { throw Failure(error) }
    let name = plan == "-" ? "the plan" : plan
    switch try PlanReader(file: name, dialect: dialect).read(bytes) {
    case .masks(let plans): for plan in plans { try print(plan, as: .json) }
    case .kinds(let plan): try plan.run { try printOutput($0) }
    }
  }

  /// The plan that the options describe.
  private func planOfArguments(_ dialect: Dialect?) throws(Failure) -> MaskPlan {
    guard let named = dialect else {
      let names = Dialect.all.map(\.family).joined(separator: ", ")
      throw .usage("--dialect is missing; it may be \(names)")
    }
    let layers = try layers(named)
    let last = from.value + calls.value - 1
    let total = last.multipliedReportingOverflow(by: layers.count).partialValue
    let settled: Dialect
    do { settled = try named.settled(masks: total) } catch { throw Failure(error) }
    guard let seed else { throw .usage("--seed is missing; it may be \(settled.seeds)") }
    var plan = MaskPlan(id: "mask", dialect: settled, seed: seed, calls: [])
    plan.skipped = (layers, from.value - 1)
    for call in from.value..<from.value + calls.value {
      for var layer in layers {
        layer.site.call = call
        plan.calls.append(MaskPlan.Call(mask: layer))
      }
    }
    return plan
  }

  /// One call a layer, in call 1.
  private func layers(_ dialect: Dialect) throws(Failure) -> [MaskCall] {
    if shape.isEmpty { throw .usage("--shape is missing; it may be whole numbers, as 4,5") }
    guard rate.count == 1 || rate.count == shape.count else {
      let needs = shape.count == 1 ? "one" : "one, or one for each of \(shape.count) shapes"
      throw .usage("--rate was given \(rate.count) times; it may be given \(needs)")
    }
    var layers: [MaskCall] = []
    for (index, shape) in shape.enumerated() {
      var call = MaskCall(
        shape: shape.extents, rate: rate[rate.count == 1 ? 0 : index],
        at: DrawSite(call: 1, layer: index))
      call.type = dialect.options[.type]
      do throws(DialectError) {
        call.operation = try dialect.operation(named: op)
        try dialect.check(call)
      } catch {
        throw Failure(error)
      }
      layers.append(call)
    }
    return layers
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
