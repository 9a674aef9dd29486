import ArgumentParser
import PythonHook

/// Prints the Python file that logs a real run.
struct HookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "Prints the Python file that logs a real run.",
    discussion: """
      Save it beside the training script, record, and look:

        with dropscope_hook.record("run.jsonl", model):
            train(model)

      A script that is not touched: python -m dropscope_hook train.py

      EXAMPLES
        dropscope hook pytorch > dropscope_hook.py
        dropscope hook numpy > dropscope_numpy.py
      """)

  /// What the run is made with.
  enum Framework: String, ExpressibleByArgument, CaseIterable {
    case pytorch, numpy

    var file: [UInt8] {
      switch self {
      case .pytorch: PythonHook.pytorch
      case .numpy: PythonHook.numpy
      }
    }
  }

  @Argument(help: "What the run is made with: pytorch, or numpy for a loop of your own.")
  var framework: Framework

  func run() throws {
    try printOutput(String(decoding: framework.file, as: UTF8.self))
  }
}
