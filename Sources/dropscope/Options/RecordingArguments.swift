import ArgumentParser
import DropoutEngine
import Files
import SessionLog
import Sessions

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
  ///
  /// - Parameter settings: what the session begins with, where that can change.
  func recorder(
    header: SessionHeader, options: SimulationOptions, settings: Settings? = nil
  ) throws -> Recorder? {
    guard let log else { return nil }
    let surroundings = Surroundings.program
    let session = SessionRecord(
      simulation: options, header: header, app: surroundings.app, started: surroundings.date())
    do {
      return try Recorder(
        path: log, force: force, session: session, begun: settings, now: surroundings.now)
    } catch {
      throw Failure(error)
    }
  }
}
