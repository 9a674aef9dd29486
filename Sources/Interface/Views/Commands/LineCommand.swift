import DropoutEngine

/// A command that is typed after `:`: completion, the help and the README's table are made from it.
struct LineCommand: Sendable {
  let name: String
  /// What it takes, as a person reads it: `P`, `[NAME]` where it may be left out; nil for nothing.
  var takes: String?
  /// One that it may be.
  var example = ""
  /// What it does, in a few words.
  let summary: String
  /// What may be typed behind it, as things stand.
  var choices: @Sendable (ScreenState) -> [String] = { _ in [] }
  /// Carries it out; the text is what was typed behind its name, empty for nothing.
  let run: @Sendable (inout ScreenState, Line, Double) throws(LineError) -> [Request]

  /// Its name and what it takes: `rate P`.
  var usage: String { takes.map { "\(name) \($0)" } ?? name }
  var isOptional: Bool { takes?.hasPrefix("[") ?? true }

  /// A line, taken apart: `rate! 0.2` is `rate`, forced, with `0.2`.
  struct Line: Equatable, Sendable {
    var name: String
    /// Whether calls that lie ahead may be replaced.
    var isForced = false
    var argument: String

    init(_ text: String) {
      let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      var name = parts.first.map(String.init) ?? ""
      if name.hasSuffix("!") {
        isForced = true
        name.removeLast()
      }
      self.name = name.lowercased()
      let rest = parts.count > 1 ? parts[1] : ""
      argument = String(rest.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

/// The commands there are.
enum LineCommands {
  /// In the order in which help lists them. A new command is a line in one of these, or a list of
  /// its own.
  static let all: [LineCommand] = time + dropout + places + session + screen + views

  /// The command of that name.
  static func named(_ name: String) -> LineCommand? { all.first { $0.name == name } }

  /// Carries a line out.
  static func run(
    _ text: String, _ state: inout ScreenState, at now: Double
  ) throws(LineError) -> [Request] {
    var line = LineCommand.Line(text)
    guard !line.name.isEmpty else { return [] }
    if line.name.allSatisfy({ $0.isASCII && $0.isNumber }), line.argument.isEmpty {
      (line.name, line.argument) = ("goto", line.name)
    }
    guard let command = named(line.name) else {
      let near = all.map(\.name).filter { $0.hasPrefix(line.name.prefix(2)) }.prefix(3)
      throw .unknown(shown(line.name), near: line.name.count > 1 ? Array(near) : [])
    }
    if line.argument.isEmpty, !command.isOptional, let takes = command.takes {
      throw .missing(takes, of: command.name, example: command.example)
    }
    if !line.argument.isEmpty, command.takes == nil { throw .surplus(command.name) }
    return try command.run(&state, line, now)
  }

  /// What tab may make of a line: what stands before the word that is completed, and the words.
  static func completions(of text: String, _ state: ScreenState) -> (stem: String, [String]) {
    guard let space = text.firstIndex(of: " ") else {
      return ("", all.filter { $0.name.hasPrefix(text.lowercased()) }.map(\.name))
    }
    let line = LineCommand.Line(text)
    guard let command = named(line.name) else { return (text, []) }
    let stem = String(text[...space])
    let typed = line.argument.lowercased()
    let known = command.choices(state)
    let begin = known.filter { $0.lowercased().hasPrefix(typed) }
    return (stem, begin.isEmpty ? known.filter { $0.lowercased().contains(typed) } : begin)
  }

  /// What is said beside a line while it is typed: the commands that it may become, or what the one
  /// that stands there takes.
  static func hints(for text: String) -> [String] {
    let line = LineCommand.Line(text)
    guard !line.name.isEmpty, !line.name.allSatisfy(\.isNumber) else { return [] }
    if let command = named(line.name) { return ["\(command.usage)  \(command.summary)"] }
    let begin = all.map(\.name).filter { $0.hasPrefix(line.name) }
    return begin.isEmpty ? ["no such command"] : begin
  }

  /// The README's table of commands, in Markdown, with a newline at its end.
  static var markdown: String {
    var lines = ["| command | does |", "|---|---|", "| `:N` | goes to call N |"]
    lines += all.filter { $0.view == nil }.map { "| `:\($0.usage)` | \($0.summary) |" }
    lines.append("| `:masks`, `:layers`, … | a view by its name |")
    return lines.joined(separator: "\n") + "\n"
  }

  /// A word that may stand on a screen.
  static func shown(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(40).map(Glyphs.safe)))
  }
}

extension LineCommand {
  /// The number of the view that it shows; nil for all others.
  var view: Int? { Views.all.first { $0.name == name }?.digit }
}

// MARK: - Views, by their names

extension LineCommands {
  static let views: [LineCommand] = Views.all.map { view in
    LineCommand(name: view.name, summary: "view \(view.digit)") {
      (state, _, now) throws(LineError) in
      Views.show(view.digit, &state, at: now)
      return []
    }
  }
}
