import ArgumentParser
import DropoutEngine

/// What a generator was asked for before the first mask.
struct EarlierDraws: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(Dialect.help(for: "skip-words"), valueName: "n"),
    transform: { try DialectOptionText(.skipWords, $0) })
  var skipWords: DialectOptionText?

  @Option(
    help: ArgumentHelp(
      "The same as a sum of what was built before: 'Linear(64,128) + Linear(128,10)'.",
      valueName: "sum"),
    transform: { try WordsBefore($0) })
  var after: WordsBefore?
}
