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
    help: ArgumentHelp(
      "torch, torch-mkl: words drawn before the first mask, by initialisation.", valueName: "n"))
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
    help: ArgumentHelp("torch-cuda: streaming multiprocessors of the GPU.", valueName: "n"))
  var smCount: String?

  @Option(
    name: .customLong("max-threads-per-sm"), parsing: .unconditional,
    help: ArgumentHelp("torch-cuda: threads that one of them holds.", valueName: "n"))
  var maxThreadsPerSM: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "torch-cuda: elements a thread takes at once, 1, 2, 4 or 8; up to PyTorch 2.6 it was 4 for "
        + "all types. (default: 16 bytes of them)", valueName: "n"))
  var maxVec: String?

  @Option(
    help: ArgumentHelp(
      "torch-cuda: float32, float64, float16 or bfloat16.", valueName: "type"))
  var dtype: String?

  @Option(
    help: ArgumentHelp(
      "jax: which key reaches a layer: "
        + JAXSchedule.allCases.map(\.rawValue).joined(separator: ", ")
        + ". (default: raw for mask, else split-chain)", valueName: "name"))
  var schedule: String?

  @Option(
    help: ArgumentHelp(
      "jax: the layout of its bits, partitionable (since 0.5) or original.", valueName: "name"))
  var layout: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("jax: into how many keys split-n splits.", valueName: "n"))
  var splitCount: String?

  @Flag(help: "jax: with jax_enable_x64.")
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

  private var settings: [(DialectOption, String)] {
    let all: [(DialectOption, String?)] = [
      (.skipWords, skipWords), (.smCount, smCount), (.maxThreadsPerSM, maxThreadsPerSM),
      (.maxVec, maxVec), (.type, dtype), (.schedule, schedule), (.layout, layout),
      (.splitCount, splitCount), (.x64, x64 ? "true" : nil),
    ]
    return all.compactMap { option, text in text.map { (option, $0) } }
  }
}
