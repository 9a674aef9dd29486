import DropoutEngine
import TensorFiles

/// What `--input` names: an .npy or .csv file, or a member of an .npz archive, told by its ending.
struct InputFile {
  private let path: String
  private let place: ArrayPath
  private let form: Form

  private enum Form { case array, archive, table }

  init(_ path: String) throws(ValueError) {
    place = ArrayPath(path)
    let lower = place.file.lowercased()
    if lower.hasSuffix(".npy") {
      form = .array
    } else if lower.hasSuffix(".npz") {
      form = .archive
    } else if lower.hasSuffix(".csv") {
      form = .table
    } else {
      throw .inputEnding(path)
    }
    self.path = path
  }

  /// The file, without the member's name.
  var file: String { place.file }

  /// Its tensor, with a hash of the file for the log.
  func read() throws(Failure) -> (Tensor, SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(place.file)
      let tensor =
        switch form {
        case .array: try NPYFile.parse(bytes, file: path)
        case .archive: try NPZFile.parse(bytes, name: place.member, file: place.file)
        case .table: try CSVFile.parse(bytes, file: path)
        }
      return (tensor, SimulationOptions.SourceFile(path: path, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }
}
