import DropoutEngine
import PlainText
import TensorFiles

/// Reads what `--input` and `--weights` name, with a hash of what was in it for the log.
enum InputFile {
  /// An input, by the file's ending.
  static func input(_ path: String) throws(Failure) -> (Tensor, SimulationOptions.SourceFile) {
    let lower = path.lowercased()
    guard lower.hasSuffix(".npy") || lower.hasSuffix(".csv") else {
      throw Failure("--input takes an .npy or .csv file, but got '\(printable(path))'")
    }
    do {
      let bytes = try readBytes(path)
      let tensor =
        lower.hasSuffix(".npy")
        ? try NPYFile.parse(bytes, file: path) : try CSVFile.parse(bytes, file: path)
      return (tensor, source(path, bytes))
    } catch {
      throw Failure(error)
    }
  }

  /// The layers of a .safetensors file.
  static func weights(
    _ path: String
  ) throws(Failure) -> ([DenseLayerWeights], SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(path)
      let tensors = try SafetensorsFile.parse(bytes, file: path)
      return (try NetworkWeights.layers(tensors, file: path), source(path, bytes))
    } catch {
      throw Failure(error)
    }
  }

  private static func source(_ path: String, _ bytes: [UInt8]) -> SimulationOptions.SourceFile {
    SimulationOptions.SourceFile(path: path, hash: contentHash(bytes))
  }
}
