import ArgumentParser
import DropoutEngine
import Files
import SessionLog

/// Where a session is recorded to.
struct RecordingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Record the session to this file, as JSON Lines.", valueName: "file"))
  var log: String?

  @Flag(help: "Overwrite the log file if it exists.")
  var force = false

  /// Refuses a log that is there already, before anything else is shown or done.
  func refuseExisting() throws {
    guard let log, !force else { return }
    if FileStatus(path: log)?.kind == .plainFile {
      throw Failure(LogError.exists(path: log))
    }
  }

  /// Begins the log, if one was asked for.
  func recorder(header: SessionHeader, options: SimulationOptions) throws -> Recorder? {
    guard let log else { return nil }
    do {
      return try Recorder(
        path: log, force: force, session: Recorder.session(header: header, options: options),
        begun: options)
    } catch {
      throw Failure(error)
    }
  }
}
