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

  @OptionGroup
  var earlier: EarlierDraws

  @Option(
    help: ArgumentHelp(
      "torch-cuda: the GPU, \(GPU.all.map(\.name).joined(separator: ", ")).", valueName: "name"),
    transform: { try GPU(argument: $0) })
  var gpu: GPU?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "sm-count"), valueName: "n"),
    transform: { try DialectOptionText(.smCount, $0) })
  var smCount: DialectOptionText?

  @Option(
    name: .customLong("max-threads-per-sm"), parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "max-threads-per-sm"), valueName: "n"),
    transform: { try DialectOptionText(.maxThreadsPerSM, $0) })
  var maxThreadsPerSM: DialectOptionText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "max-vec"), valueName: "n"),
    transform: { try DialectOptionText(.maxVec, $0) })
  var maxVec: DialectOptionText?

  @Option(
    help: ArgumentHelp(Dialect.help(for: "dtype"), valueName: "type"),
    transform: { try DialectOptionText(.type, $0) })
  var dtype: DialectOptionText?

  @Option(
    help: ArgumentHelp(Dialect.help(for: "schedule"), valueName: "name"),
    transform: { try DialectOptionText(named: "schedule", $0) })
  var schedule: DialectOptionText?

  @Option(
    help: ArgumentHelp(Dialect.help(for: "layout"), valueName: "name"),
    transform: { try DialectOptionText(.isPartitionable, $0) })
  var layout: DialectOptionText?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "split-count"), valueName: "n"),
    transform: { try DialectOptionText(.splitCount, $0) })
  var splitCount: DialectOptionText?

  @Flag(help: ArgumentHelp(Dialect.help(for: "x64")))
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
    if let after = earlier.after {
      // Modules of PyTorch draw from PyTorch's generator.
      if !dialect.family.hasPrefix("torch") { throw .foreignOption("after", dialect: dialect) }
      try dialect.set(.skipWords, to: "\(after.count)")
    }
    let settings = [
      earlier.skipWords, smCount, maxThreadsPerSM, maxVec, dtype, schedule, layout, splitCount,
    ]
    for case let setting? in settings { try dialect.set(setting.option, to: setting.text) }
    if x64 { try dialect.set(.x64, to: "true") }
  }
}
