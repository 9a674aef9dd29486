import DropoutEngine
import TensorFiles

/// What `--weights` names: a .safetensors file, whatever its ending; those of PyTorch's own form are
/// refused with the way out.
struct WeightsFile {
  private let path: String

  init(_ path: String) throws(ValueError) {
    if ForeignFile(path) == .checkpoint { throw .checkpoint }
    self.path = path
  }

  /// Its tensors by their names, for a network that says which of them it takes.
  func tensors() throws(Failure) -> ([String: Tensor], SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(path)
      let tensors = try SafetensorsFile.parse(bytes, file: path)
      let named = Dictionary(tensors.map { ($0.name, $0.tensor) }) { first, _ in first }
      return (named, SimulationOptions.SourceFile(path: path, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }

  /// Its layers, with a hash of the file for the log.
  func read() throws(Failure) -> ([DenseLayerWeights], SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(path)
      let tensors = try SafetensorsFile.parse(bytes, file: path)
      let layers = try NetworkWeights.layers(tensors, file: path)
      return (layers, SimulationOptions.SourceFile(path: path, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }
}
