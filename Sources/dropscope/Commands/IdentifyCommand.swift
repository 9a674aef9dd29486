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
      The mask is a tensor as PyTorch or NumPy prints it, digits 0 and 1, the hex of a session log, or \
      an .npy file; an element that is zero was dropped. Only the first mask of a program is tried. \
      Without --seed, seeds 0 to 100000 and a few favourites are. Exit status 1: nobody draws it.

      EXAMPLES
        dropscope identify --seed 123 --rate 0.5 printed.txt
        dropscope identify --rate 0.5 --shape 6,6 - <bits.txt
      """)

  @Option(parsing: .unconditional, help: "What the generator was seeded with, if it is known.")
  var seed: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Probability of dropping, 0 to 1.", valueName: "p"))
  var rate: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The shape of the tensor, where the file does not say.", valueName: "4,5"))
  var shape: String?

  @Argument(help: "The file, - for stdin.")
  var file: String

  /// Seeds that people use beyond 100,000.
  static let favourites: [UInt64] = [
    112_233, 123_123, 123_321, 123_456, 131_313, 314_159, 271_828, 424_242, 654_321, 666_666,
    777_777, 888_888, 999_999, 1_000_000, 1_234_567, 2_718_281, 3_141_592, 8_675_309, 12_345_678,
    19_260_817, 20_240_101, 31_415_926, 123_456_789, 314_159_265, 987_654_321, 1_000_000_007,
    1_234_567_890, 2_147_483_647, 3_735_928_559, 4_294_967_295,
  ]
  static let searched: ClosedRange<UInt64> = 0...100_000

  func run() throws {
    let rate = try rateValue(rate)
    let bytes: [UInt8]
    do { bytes = try readBytes(file == "-" ? "/dev/stdin" : file) } catch { throw Failure(error) }
    let name = file == "-" ? "the input" : printable(file)
    let wanted = try shape.map(shapeValue)
    let given = try GivenMask(bytes, shape: wanted, file: name)
    let search = Identification(mask: given.mask, shape: given.shape, rate: rate)
    let outcome = try outcome(of: search)
    var lines = outcome.matches.isEmpty ? nobody(outcome, search) : Self.matches(outcome, search)
    if let note = given.note(rate: rate) { lines.append(note) }
    try printOutput(lines.joined(separator: "\n") + "\n")
    if outcome.matches.isEmpty { throw ExitCode(1) }
  }

  private func outcome(of search: Identification) throws -> Identification.Outcome {
    guard let seed else { return search.search(Array(Self.searched) + Self.favourites) }
    guard let value = Seed(seed) else {
      throw Failure("--seed is '\(printable(seed))'; it may be a whole number, or a list as 1,2,3")
    }
    return search.search(value)
  }

  private static func matches(
    _ outcome: Identification.Outcome, _ search: Identification
  ) -> [String] {
    let shown = outcome.matches.prefix(20).map { "\(Self.name($0.source))   seed \($0.seed)" }
    var lines = Array(shown)
    if outcome.matches.count > shown.count {
      lines.append("and \(outcome.matches.count - shown.count) more")
    }
    if Set(outcome.matches.map(\.seed)).count > 1 {
      lines.append("\(search.mask.count) elements do not tell these seeds apart: a larger mask may")
    }
    return lines
  }

  private func nobody(
    _ outcome: Identification.Outcome, _ search: Identification
  ) -> [String] {
    let seeds = seed.map { "seed \(printable($0))" } ?? "seeds 0 to \(Self.searched.upperBound)"
    var lines = [
      "no dialect draws this as its first mask from \(seeds) at rate \(search.rate.value)"
    ]
    if let best = outcome.best, let first = best.firstDifference {
      let position = Self.position(first, search.shape)
      lines.append(
        "nearest: \(Self.name(best.source))   seed \(best.seed): \(best.agreeing) of "
          + "\(search.mask.count) elements agree, the first that differs is \(position), which it "
          + (search.mask[first] ? "drops" : "keeps"))
    }
    if search.mask.kept == 0 || search.mask.kept == search.mask.count {
      lines.append("all elements are \(search.mask.kept == 0 ? "dropped" : "kept")")
    }
    return lines
  }

  /// PyTorch on the CPU goes by the name that tells it from the builds with MKL.
  private static func name(_ source: MaskSource) -> String {
    guard source.dialect == .torch else { return source.name }
    return "torch-generic (torch)" + source.name.dropFirst("torch".count)
  }

  /// An element's index along each axis.
  static func position(_ element: Int, _ shape: [Int]) -> String {
    var rest = element
    var indices: [String] = []
    for extent in shape.reversed() {
      indices.append(String(rest % extent))
      rest /= extent
    }
    return "[" + indices.reversed().joined(separator: ", ") + "]"
  }
}
