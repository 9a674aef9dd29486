#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where keys come from and frames go to: descriptors of its own, closed with it.
final class TerminalEnds {
  let input: Int32
  let output: Int32
  let inputFile: UnsafeMutablePointer<FILE>
  let outputFile: UnsafeMutablePointer<FILE>

  /// Standard output, and standard input or the terminal at `inputPath`.
  convenience init(inputPath: String?) throws(TerminalError) {
    guard isatty(1) == 1 else { throw .notATerminal("standard output") }
    guard let inputPath else {
      guard isatty(0) == 1 else { throw .notATerminal("standard input") }
      try self.init(copyingInput: 0, output: 1)
      return
    }
    let input = open(inputPath, O_RDWR | O_NOCTTY)
    defer { if input >= 0 { close(input) } }
    guard input >= 0, isatty(input) == 1 else { throw .notATerminal(inputPath) }
    try self.init(copyingInput: input, output: 1)
  }

  /// Copies of two descriptors of a terminal.
  init(copyingInput: Int32, output: Int32) throws(TerminalError) {
    let copies = [dup(copyingInput), dup(output)]
    guard let inputFile = fdopen(copies[0], "r"), let outputFile = fdopen(copies[1], "w") else {
      throw .system(String(cString: strerror(errno)))
    }
    for copy in copies { _ = fcntl(copy, F_SETFD, FD_CLOEXEC) }
    (self.input, self.output) = (copies[0], copies[1])
    (self.inputFile, self.outputFile) = (inputFile, outputFile)
  }

  deinit {
    fclose(inputFile)
    fclose(outputFile)
  }
}
