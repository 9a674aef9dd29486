import DropoutEngine
import TensorFiles

/// Reads what `--input` names, by the file's ending.
enum InputFile {
  static func read(_ path: String) throws -> Tensor {
    if path.lowercased().hasSuffix(".npy") { return try NPYFile.read(path) }
    if path.lowercased().hasSuffix(".csv") { return try CSVFile.read(path) }
    throw Failure("--input takes an .npy or .csv file, but got '\(printable(path))'")
  }
}
