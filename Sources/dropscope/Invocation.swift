import DropoutEngine

/// What a command line is about, found before its options are parsed: a command, the screen on a
/// preset, or, where a file stands in the place of both, the screen on that log.
struct Invocation {
  /// What the parser gets: a log goes to the command `replay`.
  let arguments: [String]
  /// The command that is named or meant; nil for the screen on a simulation.
  let command: String?

  /// The options of the screen that have no value; a test holds them against its help.
  static let flags: Set<String> = [
    "--paused", "--tour", "--ascii", "--force", "--x64", "--mouse", "--no-mouse",
  ]

  /// - Parameters:
  ///   - arguments: what was typed, without the program's name.
  ///   - commands: the names of all commands.
  ///   - exists: whether something stands under a path.
  /// - Throws: what a word is that is neither command, preset nor log.
  init(
    _ arguments: [String], commands: [String], exists: (String) -> Bool
  ) throws(Failure) {
    guard let index = Self.subject(of: arguments) else {
      (self.arguments, command) = (arguments, nil)
      return
    }
    let word = arguments[index]
    if commands.contains(word) || word == "help" {
      guard index == 0 else {
        throw .usage("a command comes before its options: dropscope \(word) …")
      }
      (self.arguments, command) = (arguments, word)
    } else if Preset(rawValue: word) != nil {
      (self.arguments, command) = (arguments, nil)
    } else if Self.looksLikePath(word) || exists(word) {
      if let file = ForeignFile(word) { throw Failure(file.advice(word)) }
      (self.arguments, command) = (["replay"] + arguments, "replay")
    } else {
      throw .usage(Self.unknown(word, commands))
    }
  }

  /// The index of the first word that is no option, nor an option's value.
  ///
  /// Nil where there is none, and where help or a completion is asked for.
  private static func subject(of arguments: [String]) -> Int? {
    var isValue = false
    for (index, argument) in arguments.enumerated() {
      if isValue {
        isValue = false
      } else if argument.hasPrefix("---") || ["--help", "-h", "--version"].contains(argument) {
        return nil
      } else if argument == "--" {
        return index + 1 < arguments.count ? index + 1 : nil
      } else if argument.hasPrefix("-"), argument != "-" {
        isValue = !argument.contains("=") && !flags.contains(argument)
      } else {
        return index
      }
    }
    return nil
  }

  /// Standard input, a name in a folder, or one with an ending.
  private static func looksLikePath(_ word: String) -> Bool {
    guard let dot = word.lastIndex(of: ".") else { return word == "-" || word.contains("/") }
    return word.contains("/") || dot != word.startIndex && word.index(after: dot) != word.endIndex
  }

  private static func unknown(_ word: String, _ commands: [String]) -> String {
    let presets = Preset.allCases.map(\.rawValue)
    let near = nearest(to: word, among: commands + presets)
    let question = near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    return "'\(word)' is no command, preset or file\(question.isEmpty ? ";" : question) "
      + "commands are \(commands.joined(separator: ", ")); "
      + "presets are \(presets.joined(separator: ", "))"
  }

  /// The words that a slip of the finger or two may have meant, the nearest first.
  private static func nearest(to word: String, among words: [String]) -> [String] {
    let typed = Array(word.lowercased())
    let slips = typed.count < 4 ? 1 : 2
    let distances = words.map { (word: $0, distance: distance(typed, Array($0))) }
    let near = distances.filter { $0.distance <= slips }.sorted { $0.distance < $1.distance }
    return near.map(\.word)
  }

  /// How many letters are wrong, missing, too many, or in each other's place.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    // No command is nearly so long, and the table grows with the square.
    guard a.count <= 40 else { return a.count }
    var rows = [Array(0...b.count)]
    for i in 1..<max(a.count + 1, 1) {
      var row = [i]
      for j in 1..<max(b.count + 1, 1) {
        let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        var best = min(change, rows[i - 1][j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
