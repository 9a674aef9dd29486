import ArgumentParser
import Files

/// Where the config file is, what may stand in it, and whether it is as it should be.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Says where the config file is, prints one, or checks it.",
    discussion: """
      The file holds defaults of the screen's options and other names of its keys. Nothing creates it. \
      With --check the exit status is 1 where something in it is wrong.

      EXAMPLES
        dropscope config --path
        dropscope config --default > config.yaml
        dropscope config --check
      """)

  @Flag(help: "Print where the file is looked for.")
  var path = false

  @Flag(name: .customLong("default"), help: "Print a file with every key, none of them in force.")
  var template = false

  @Flag(help: "Check the file.")
  var check = false

  @Argument(help: "The file to check. (default: your own)")
  var file: String?

  func validate() throws {
    if [path, template, check].count(where: { $0 }) > 1 {
      throw ValidationError("--path, --default and --check do not go together")
    }
    if file != nil, !check { throw ValidationError("a file is named with --check") }
  }

  func run() throws {
    guard let own = file ?? ConfigFile.path else {
      throw Failure("there is no home: neither XDG_CONFIG_HOME nor HOME is set")
    }
    if template { return try printOutput(ConfigFile.template) }
    if check { return try examine(own) }
    let isThere = FileStatus(path: own)?.kind == .plainFile
    try printOutput(path || isThere ? own + "\n" : "\(own) (not there)\n")
  }

  private func examine(_ path: String) throws {
    if file == nil, FileStatus(path: path) == nil { return }
    let config = try ConfigFile(path: path)
    guard !config.problems.isEmpty else { return }
    try printOutput(config.problems.map { config.told($0) + "\n" }.joined())
    throw ExitCode(1)
  }
}
