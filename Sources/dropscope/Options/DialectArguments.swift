import ArgumentParser
import DropoutEngine

/// Whose bits masks are made of, and what else these depend on.
struct DialectArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose bits the masks are made of: \(Dialect.all.map(\.family).joined(separator: ", ")). "
        + "(default of simulations: numpy-legacy for article, else torch)",
      valueName: "name"))
  var dialect: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "skip-words"), valueName: "n"))
  var skipWords: String?

  @Option(
    help: ArgumentHelp(
      "The same as a sum of what was built before: 'Linear(64,128) + Linear(128,10)'.",
      valueName: "sum"))
  var after: String?

  @Option(
    help: ArgumentHelp(
      "torch-cuda: the GPU, \(GPU.all.map(\.name).joined(separator: ", ")).", valueName: "name"))
  var gpu: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "sm-count"), valueName: "n"))
  var smCount: String?

  @Option(
    name: .customLong("max-threads-per-sm"), parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "max-threads-per-sm"), valueName: "n"))
  var maxThreadsPerSM: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "max-vec"), valueName: "n"))
  var maxVec: String?

  @Option(help: ArgumentHelp(Dialect.help(for: "dtype"), valueName: "type"))
  var dtype: String?

  @Option(help: ArgumentHelp(Dialect.help(for: "schedule"), valueName: "name"))
  var schedule: String?

  @Option(help: ArgumentHelp(Dialect.help(for: "layout"), valueName: "name"))
  var layout: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "split-count"), valueName: "n"))
  var splitCount: String?

  @Flag(help: ArgumentHelp(Dialect.help(for: "x64")))
  var x64 = false

  /// The dialect that was named, or the one that holds where none was, with the options given; nil
  /// where nothing was said and nothing holds.
  func resolved(default standard: Dialect?) throws -> Dialect? {
    var named = standard
    if let dialect {
      do { named = try Dialect.named(dialect) } catch { throw Failure(error) }
    }
    guard var result = named else { return nil }
    do { try apply(to: &result) } catch { throw Failure("--\(error)") }
    return result
  }

  /// Errors begin with the name of an option.
  private func apply(to dialect: inout Dialect) throws(DialectError) {
    if let gpu {
      let gpu = try GPU.named(gpu)
      try dialect.set(.smCount, to: "\(gpu.smCount)")
      try dialect.set(.maxThreadsPerSM, to: "\(gpu.maxThreadsPerSM)")
    }
    if let after { try dialect.set(.skipWords, to: "\(WordsDrawn.by(after))") }
    for (option, text) in settings { try dialect.set(option, to: text) }
  }

  private var settings: [(String, String)] {
    let all: [(String, String?)] = [
      ("skip-words", skipWords), ("sm-count", smCount), ("max-threads-per-sm", maxThreadsPerSM),
      ("max-vec", maxVec), ("dtype", dtype), ("schedule", schedule), ("layout", layout),
      ("split-count", splitCount), ("x64", x64 ? "true" : nil),
    ]
    return all.compactMap { option, text in text.map { (option, $0) } }
  }
}
