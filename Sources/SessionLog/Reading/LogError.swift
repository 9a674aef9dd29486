/// What can go wrong with a session log; each has one line for the person.
///
/// Text from inside a log never gets into these lines.
public enum LogError: Error, Equatable, CustomStringConvertible {
  /// The file to write is there already and was not to be overwritten.
  case exists(path: String)
  /// The file could not be opened or written; `reason` is the system's.
  case cannotWrite(path: String, reason: String)
  /// The file could not be opened or read; `reason` is the system's.
  case cannotRead(path: String, reason: String)
  /// Line `number`, from 1, is no record; `path` is nil for a log that is no file.
  case line(number: Int, reason: String, path: String?)
  /// There is no record at all.
  case noSession(path: String?)
  /// There is no whole line, but `length` bytes of one.
  case noLine(path: String?, length: Int)

  /// One line that says what is wrong, and what to do where that is not plain.
  public var description: String {
    switch self {
    case .exists(let path):
      "existing file: \(path) already exists; choose another name or pass --force"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
    case .line(let number, let reason, let path):
      "\(path.map { "\($0): " } ?? "")line \(number): \(reason)"
    case .noSession(let path):
      "\(path.map { "\($0): " } ?? "")not a session log: it has no session record"
    case .noLine(let path, 0):
      "\(path.map { "\($0): " } ?? "")the log is empty"
    case .noLine(let path, let length):
      "\(path.map { "\($0): " } ?? "")the log has \(length) bytes and no whole line; one that is "
        + "still written opens with dropscope attach"
    }
  }
}
