import ArgumentParser
import DropoutEngine
import PlainText
import SessionLog
import TensorFiles

/// Says whose bits a mask is made of.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Says which dialects and seeds draw a given mask, and how much that proves.",
    discussion: """
      The mask is a tensor as PyTorch, NumPy, JAX or TensorFlow prints it, with colours and all; one that \
      leaves elements out (...) needs --shape. Or digits 0 and 1, the hex of a session log, an \
      .npy file, or a member of an .npz archive (x.npz:NAME); an element that is zero was dropped. \
      Only the first mask of a program is tried, behind what --after or --skip-words says. Without \
      --seed, seeds 0 to 100000 and a few favourites are. Without --rate, what kept elements are \
      multiplied by tells the rate; where that says nothing, the usual rates are tried that go with \
      the share dropped.

      A session log is told site by site, from its seed or the likely ones: all calls that have their \
      masks must come from one stream.

      With every match stands how many bits the mask has, how many streams were tried, and how many \
      of them fit by chance. Exit status 1: nobody draws it, or what does proves nothing.

      EXAMPLES
        dropscope identify --seed 123 --rate 0.5 printed.txt
        dropscope identify --rate 0.5 --shape 6,6 - <bits.txt
        dropscope identify --seed 7 --rate 0.5 --after 'Linear(8,4)' layer.txt
        dropscope identify run.jsonl
      """)

  @Option(
    parsing: .unconditional, help: "What the generator was seeded with, if it is known.",
    transform: { try Seed(argument: $0) })
  var seed: Seed?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Probability of dropping, 0 to 1. (default: what the scale of kept elements says)",
      valueName: "p"),
    transform: { try Rate(argument: $0) })
  var rate: Rate?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The shape of the tensor, where the file does not say.", valueName: "4,5"),
    transform: { try Shape($0) })
  var shape: Shape?

  @OptionGroup
  var earlier: EarlierDraws

  @Argument(help: "The file, - for stdin.")
  var file: String

  func validate() throws {
    if earlier.after != nil, earlier.skipWords != nil {
      throw ValidationError("--after and --skip-words say the same; give one")
    }
  }

  func run() throws {
    let isInput = file == "-"
    let place = ArrayPath(file)
    let bytes: [UInt8]
    do { bytes = try readBytes(isInput ? "/dev/stdin" : place.file) } catch { throw Failure(error) }
    let name = isInput ? "the input" : printable(place.file)
    if place.member == nil, LoggedMasks.isLog(bytes) {
      try identify(log: bytes, name)
    } else {
      try identify(
        try GivenMask(bytes, member: place.member, shape: shape?.extents, file: name), name)
    }
  }

  private var words: Int {
    earlier.after?.count ?? earlier.skipWords.flatMap { Int($0.text) } ?? 0
  }

  private func identify(_ given: GivenMask, _ name: String) throws {
    let told = rate ?? given.scaledRate ?? given.certainRate
    // Each costs a search over all seeds where none is given.
    let likely = seed == nil ? Array(given.likelyRates.prefix(5)) : given.likelyRates
    let rates = told.map { [$0] } ?? likely
    guard let first = rates.first else {
      throw Failure.usage(
        "--rate is missing; what \(name) holds does not say with which probability it was dropped: "
          + "\(given.droppedShare) are")
    }
    let searches = rates.map { rate in
      Identification(
        mask: given.mask, known: given.known, shape: given.shape, rate: rate, skipping: words,
        onlyPyTorch: earlier.after != nil)
    }
    let report = IdentificationReport(searches, seed: seed)
    let guess =
      told == nil
      ? "the rate was not given: \(given.droppedShare) are dropped, and so these were tried: "
        + rates.map { "\($0.value)" }.joined(separator: ", ")
      : nil
    let note = given.note(rate: first, isInferred: rate == nil && told != nil)
    try printOutput(
      (report.lines + [guess, note].compactMap { $0 }).joined(separator: "\n") + "\n")
    if !report.hasMatch { throw ExitCode(1) }
  }

  private func identify(log bytes: [UInt8], _ name: String) throws {
    if rate != nil || shape != nil {
      throw Failure.usage("a session log has rates and shapes of its own; leave out the options")
    }
    do {
      let masks = try LoggedMasks(bytes, file: name)
      let report = LogIdentification(
        masks, seed: seed, skipping: words, onlyPyTorch: earlier.after != nil)
      try printOutput(report.lines.joined(separator: "\n") + "\n")
      if !report.hasMatch { throw ExitCode(1) }
    } catch let error as LogError {
      throw Failure(error)
    }
  }
}
