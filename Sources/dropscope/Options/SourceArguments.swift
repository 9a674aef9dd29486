import ArgumentParser
import DropoutEngine
import Files
import PlainText
import Reports
import SessionLog
import TensorFiles

/// Where the files of a recorded simulation are now, and whether its log is trusted.
struct SourceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("The input, where it is no longer where it was.", valueName: "file"),
    transform: { try InputFile($0) })
  var input: InputFile?

  @Option(
    help: ArgumentHelp("The weights, where they are no longer where they were.", valueName: "file"),
    transform: { try WeightsFile($0) })
  var weights: WeightsFile?

  @Flag(help: "The log is your own: simulate networks of any size, and any number of calls.")
  var trust = false

  /// The options of a recorded simulation, with the contents of its files.
  func options(of session: SessionRecord, path: String) throws -> SimulationOptions {
    var options: SimulationOptions
    do { options = try SimulationOptions(session) } catch {
      throw Failure("\(path): \(error.description)")
    }
    if let name = session.option("input") {
      let file = try input ?? recorded(name, ArrayPath(name).file, in: path, InputFile.init)
      (options.input, options.inputFile) = try file.read()
      try check(options.inputFile, session.option("input-hash"), "--input")
    }
    if let name = session.option("weights") {
      let file = try weights ?? recorded(name, name, in: path, WeightsFile.init)
      if options.network == nil {
        (options.weights, options.weightsFile) = try file.read()
      } else {
        (options.parameters, options.weightsFile) = try file.tensors()
      }
      try check(options.weightsFile, session.option("weights-hash"), "--weights")
    }
    return options
  }

  /// A path from a log is not followed to places that are not plain files.
  private func recorded<File>(
    _ name: String, _ file: String, in path: String, _ make: (String) throws(ValueError) -> File
  ) throws(Failure) -> File {
    guard FileStatus(path: file)?.kind == .plainFile else {
      throw Failure(
        "\(path): it was recorded with \(plain(name)), which is not there; "
          + "name the file with --input or --weights")
    }
    do {
      return try make(name)
    } catch {
      throw Failure("\(path): it was recorded with \(plain(name)): \(error.description)")
    }
  }

  private func check(
    _ file: SimulationOptions.SourceFile?, _ hash: String?, _ option: String
  ) throws {
    guard let file, let hash, file.hash != hash else { return }
    throw Failure(
      "\(file.path): not the file that the session was recorded with; name that one with \(option)")
  }
}
