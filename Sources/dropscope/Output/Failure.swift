import DropoutEngine
import Files
import PlainText

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Why a command ends early: one line for stderr, and the exit code.
struct Failure: Error {
  /// A file, log or data that is not what it should be, or a task that could not be finished.
  static let badInput: Int32 = 2
  /// What was typed: EX_USAGE, with which the parser of the command line ends, too.
  static let badUsage: Int32 = 64

  let message: String
  let code: Int32

  init(_ message: String, code: Int32 = badInput) {
    self.message = message
    self.code = code
  }

  /// Wraps what another module throws; its description is one sentence.
  init(_ error: some Error & CustomStringConvertible) {
    self.init(error.description)
  }

  /// What is wrong with the options together, or is missing among them.
  static func usage(_ message: String) -> Failure { Failure(message, code: badUsage) }

  /// A seed, option or operation that the chosen dialect does not take.
  init(_ error: DialectError) { self = .usage(error.description) }

  /// What does not fit is in a file, or among the options.
  init(_ error: SimulationError) {
    switch error {
    case .weightShape, .wrongWeightCount, .noHiddenLayer, .inputShape, .emptyInput, .network:
      self.init(error.description)
    case .dialect, .unknownLayer, .noWidths, .wrongWidthCount, .width, .tooManyWeights, .batch,
      .noWeights, .widthsBesideWeights, .fixedKind, .kind, .shapeBesideInput, .tooManyElements,
      .fixedInput, .needsDigits, .scenarioBesideNetwork:
      self = .usage(error.description)
    }
  }

  /// Control characters, which may come from arguments and files, stay out of the terminal, and so
  /// does most of a word of thousands of characters.
  func report() {
    let words = printable(message).split(separator: " ", omittingEmptySubsequences: false)
    let line = words.map { word in
      word.count <= 200 ? String(word) : "\(word.prefix(80))…\(word.suffix(80))"
    }
    printError("dropscope: " + line.joined(separator: " "))
  }
}

/// Writes a line to stderr.
func printError(_ line: String) {
  var text = line + "\n"
  // Where stderr takes nothing, there is no other place to say so.
  text.withUTF8 { try? FileDescriptor.writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
}

/// Writes text to stdout; a reader that went away ends the program quietly.
func printOutput(_ text: String) throws {
  var text = text
  do {
    try text.withUTF8 {
      try FileDescriptor.writeAll(UnsafeRawBufferPointer($0), to: STDOUT_FILENO)
    }
  } catch let error as SystemError {
    throw Failure("cannot write to standard output: \(error.reason)")
  }
}
