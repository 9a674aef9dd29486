import ArgumentParser
import DropoutEngine
import PlainText
import Reports
import SessionLog

/// Compares the masks of two sessions.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compares the masks of two sessions, call by call.",
    discussion: """
      Calls are compared by their numbers, and layers by their names and runs; calls that only one \
      session has are left out. Where a mask is not on record its digest is compared. Silent, with \
      exit status 0, when all masks are the same. Else it prints where the first one differs and what \
      share of elements does in each layer, and the exit status is 1.

      EXAMPLES
        dropscope diff run.jsonl resumed.jsonl
        dropscope diff cpu.jsonl gpu.jsonl --layer hidden1
      """)

  @Argument(help: ArgumentHelp("A session log.", valueName: "a"))
  var first: String

  @Argument(help: ArgumentHelp("Another one.", valueName: "b"))
  var second: String

  @Option(
    name: [.long, .customLong("site")],
    help: ArgumentHelp("Only the layer of this name.", valueName: "name"))
  var layer: String?

  @OptionGroup var output: OutputArguments

  func run() throws {
    do {
      let difference = try compare()
      guard difference.common > 0 else {
        throw Failure("\(first) and \(second) have no call in common")
      }
      if let layer, difference.sites.isEmpty {
        throw Failure("\(first) and \(second) have no layer '\(printable(layer))'")
      }
      guard difference.first != nil else { return }
      try printOutput(difference.text(output.style))
      throw ExitCode(1)
    } catch let error as LogError {
      throw Failure(error)
    }
  }

  private func compare() throws -> SessionDifference {
    var difference = SessionDifference()
    try SessionCalls.both(first, second) { left, right in
      if let tail = left.outline.tornTail { report(tornTail: tail, in: first) }
      if let tail = right.outline.tornTail { report(tornTail: tail, in: second) }
      var a = try left.next()
      var b = try right.next()
      while let x = a, let y = b {
        if x.number == y.number { difference.add(chosen(x), chosen(y)) }
        if x.number <= y.number { a = try left.next() }
        if y.number <= x.number { b = try right.next() }
      }
    }
    return difference
  }

  private func chosen(_ call: ForwardCall) -> ForwardCall {
    guard let layer else { return call }
    var call = call
    call.sites.removeAll { $0.name != layer }
    return call
  }
}
