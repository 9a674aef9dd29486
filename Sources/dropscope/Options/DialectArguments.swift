import ArgumentParser
import DropoutEngine

/// Whose bits masks are made of, and what else these depend on.
struct DialectArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose bits the masks are made of: \(Dialect.all.map(\.family).joined(separator: ", ")). "
        + "(default of simulations: numpy-legacy for article, else torch)",
      valueName: "name"),
    transform: { try Dialect(argument: $0) })
  var dialect: Dialect?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "torch, torch-mkl: words drawn before the first mask, by initialisation.", valueName: "n"),
    transform: { try DialectSetting(.skipWords, $0) })
  var skipWords: DialectSetting?

  @Option(
    help: ArgumentHelp(
      "The same as a sum of what was built before: 'Linear(64,128) + Linear(128,10)'.",
      valueName: "sum"),
    transform: { try WordsBefore($0) })
  var after: WordsBefore?

  @Option(
    help: ArgumentHelp(
      "torch-cuda: the GPU, \(GPU.all.map(\.name).joined(separator: ", ")).", valueName: "name"),
    transform: { try GPU(argument: $0) })
  var gpu: GPU?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("torch-cuda: streaming multiprocessors of the GPU.", valueName: "n"),
    transform: { try DialectSetting(.smCount, $0) })
  var smCount: DialectSetting?

  @Option(
    name: .customLong("max-threads-per-sm"), parsing: .unconditional,
    help: ArgumentHelp("torch-cuda: threads that one of them holds.", valueName: "n"),
    transform: { try DialectSetting(.maxThreadsPerSM, $0) })
  var maxThreadsPerSM: DialectSetting?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "torch-cuda: elements a thread takes at once, 1, 2, 4 or 8; up to PyTorch 2.6 it was 4 for "
        + "all types. (default: 16 bytes of them)", valueName: "n"),
    transform: { try DialectSetting(.maxVec, $0) })
  var maxVec: DialectSetting?

  @Option(
    help: ArgumentHelp(
      "torch-cuda: float32, float64, float16 or bfloat16.", valueName: "type"),
    transform: { try DialectSetting(.type, $0) })
  var dtype: DialectSetting?

  @Option(
    help: ArgumentHelp(
      "jax: which key reaches a layer: "
        + JAXSchedule.allCases.map(\.rawValue).joined(separator: ", ")
        + ". (default: raw for mask, else split-chain)", valueName: "name"),
    transform: { try DialectSetting(.schedule, $0) })
  var schedule: DialectSetting?

  @Option(
    help: ArgumentHelp(
      "jax: the layout of its bits, partitionable (since 0.5) or original.", valueName: "name"),
    transform: { try DialectSetting(.layout, $0) })
  var layout: DialectSetting?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("jax: into how many keys split-n splits.", valueName: "n"),
    transform: { try DialectSetting(.splitCount, $0) })
  var splitCount: DialectSetting?

  @Flag(help: "jax: with jax_enable_x64.")
  var x64 = false

  /// The dialect that was named, or the one that holds where none was, with the options given; nil
  /// where nothing was said and nothing holds.
  func resolved(default standard: Dialect?) throws(Failure) -> Dialect? {
    guard var result = dialect ?? standard else { return nil }
    do { try apply(to: &result) } catch { throw Failure.usage("--\(error)") }
    return result
  }

  /// Errors begin with the name of an option.
  private func apply(to dialect: inout Dialect) throws(DialectError) {
    if let gpu {
      try dialect.set(.smCount, to: "\(gpu.smCount)")
      try dialect.set(.maxThreadsPerSM, to: "\(gpu.maxThreadsPerSM)")
    }
    if let after { try dialect.set(.skipWords, to: "\(after.count)") }
    let settings = [
      skipWords, smCount, maxThreadsPerSM, maxVec, dtype, schedule, layout, splitCount,
    ]
    for case let setting? in settings { try dialect.set(setting.option, to: setting.text) }
    if x64 { try dialect.set(.x64, to: "true") }
  }
}
