import ArgumentParser
import DropoutEngine
import SessionLog

/// Where a session is recorded to.
struct RecordingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Record the session to this file, as JSON Lines.", valueName: "file"))
  var log: String?

  @Flag(help: "Overwrite the log file if it exists.")
  var force = false

  /// Begins the log, if one was asked for.
  func recorder(header: SessionHeader, options: SimulationOptions) throws -> Recorder? {
    guard let log else { return nil }
    do {
      return try Recorder(path: log, force: force, header: header, batch: options.batch)
    } catch {
      throw Failure(error)
    }
  }
}
