import DropoutEngine

/// What is wrong with a line that was typed after `:`, in one sentence.
enum LineError: Error, CustomStringConvertible {
  /// No command has that name; those that a slip of the finger may have meant.
  case unknown(String, near: [String])
  /// The command takes something, as the example shows.
  case missing(String, of: String, example: String)
  /// The command takes nothing.
  case surplus(String)
  case notACall(String)
  case notARate(String)
  case notASeed(String)
  /// A word that is none of those that may stand there.
  case notOne(of: [String], what: String, given: String)
  case dialect(DialectError)
  /// The dialect does not take the session's seed, or does not define what it runs.
  case unfitDialect(String)
  case nothingYet
  /// No rate, mode, phase, seed or dialect of a recording can be changed.
  case isRecord
  case isSimulation
  /// It would replace calls; the line that does so all the same.
  case replaces(ClosedRange<Int>, unless: String)
  case isRecording(name: String)
  case notRecording
  /// The ending says no form that a screenshot may have.
  case notAPicture(String)
  case nothingFound

  var description: String {
    switch self {
    case .unknown(let name, let near) where near.isEmpty:
      "there is no command '\(name)'; tab lists them"
    case .unknown(let name, let near):
      "there is no command '\(name)'; did you mean \(near.joined(separator: " or "))?"
    case .missing(let argument, let name, let example):
      "\(name) needs \(argument), as \(name) \(example)"
    case .surplus(let name): "\(name) takes nothing"
    case .notACall(let text): "'\(text)' is no call; it may be a whole number above 0"
    case .notARate(let text): "'\(text)' is no rate; it may be a number from 0 to 1"
    case .notASeed(let text): "'\(text)' is no seed; it may be a whole number from 0"
    case .notOne(let known, let what, let given):
      "'\(given)' is no \(what); it may be \(LineError.list(known))"
    case .dialect(let error): error.description
    case .unfitDialect(let name):
      "\(name) does not take this session's seed, or does not define what it drops"
    case .nothingYet: "there is no call on screen yet"
    case .isRecord: "this is a recording: fork goes on from here as a simulation"
    case .isSimulation: "this is a simulation already: change its rate, mode or seed as it is"
    case .replaces(let calls, let line):
      "that replaces calls \(calls.lowerBound) to \(calls.upperBound): \(line) does so"
    case .isRecording(let name): "recording to \(name): write alone stops it"
    case .notRecording: "write needs a file to record to, as write run.jsonl"
    case .notAPicture(let name): "'\(name)' ends in none of .svg, .ans (with colours) and .txt"
    case .nothingFound: "there is no finding to accept"
    }
  }

  /// As many words as one reads.
  private static func list(_ words: [String]) -> String {
    words.count <= 12
      ? words.joined(separator: ", ") : words.prefix(12).joined(separator: ", ") + ", …"
  }
}
