import CGlibcFloor

/// What was typed after the program's name.
enum ProgramArguments {
  /// Also where there is no /proc, from which `CommandLine` reads it.
  static let all: [String] = {
    guard let first = program_arguments() else { return Array(CommandLine.arguments.dropFirst()) }
    var words: [String] = []
    var next = first.pointee == nil ? first : first + 1
    while let word = next.pointee {
      words.append(String(cString: word))
      next += 1
    }
    return words
  }()
}
