import DropoutEngine
import TensorFiles

/// What `--input` names: an .npy or .csv file, told by its ending.
struct InputFile {
  private let path: String
  private let isArray: Bool

  init(_ path: String) throws(ValueError) {
    let lower = path.lowercased()
    isArray = lower.hasSuffix(".npy")
    guard isArray || lower.hasSuffix(".csv") else { throw .inputEnding }
    self.path = path
  }

  /// Its tensor, with a hash of the file for the log.
  func read() throws(Failure) -> (Tensor, SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(path)
      let tensor =
        isArray ? try NPYFile.parse(bytes, file: path) : try CSVFile.parse(bytes, file: path)
      return (tensor, SimulationOptions.SourceFile(path: path, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }
}
