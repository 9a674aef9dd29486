import ArgumentParser
import DropoutEngine
import PlainText
import TensorFiles

/// Says whose bits a mask is made of.
struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Says which dialects and seeds draw a given mask.",
    discussion: """
      The mask is a tensor as PyTorch or NumPy prints it, digits 0 and 1, the hex of a session log, an \
      .npy file, or a member of an .npz archive (x.npz:NAME); an element that is zero was dropped. Only the first mask of a program is tried. \
      Without --seed, seeds 0 to 100000 and a few favourites are. Exit status 1: nobody draws it.

      EXAMPLES
        dropscope identify --seed 123 --rate 0.5 printed.txt
        dropscope identify --rate 0.5 --shape 6,6 - <bits.txt
      """)

  @Option(
    parsing: .unconditional, help: "What the generator was seeded with, if it is known.",
    transform: { try Seed(argument: $0) })
  var seed: Seed?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Probability of dropping, 0 to 1.", valueName: "p"),
    transform: { try Rate(argument: $0) })
  var rate: Rate

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The shape of the tensor, where the file does not say.", valueName: "4,5"),
    transform: { try Shape($0) })
  var shape: Shape?

  @Argument(help: "The file, - for stdin.")
  var file: String

  func run() throws {
    let isInput = file == "-"
    let place = ArrayPath(file)
    let bytes: [UInt8]
    do { bytes = try readBytes(isInput ? "/dev/stdin" : place.file) } catch { throw Failure(error) }
    let name = isInput ? "the input" : printable(place.file)
    let given = try GivenMask(bytes, member: place.member, shape: shape?.extents, file: name)
    let search = Identification(mask: given.mask, shape: given.shape, rate: rate)
    let report = IdentificationReport(search, seed: seed)
    let lines = report.lines + [given.note(rate: rate)].compactMap { $0 }
    try printOutput(lines.joined(separator: "\n") + "\n")
    if !report.hasMatch { throw ExitCode(1) }
  }
}
