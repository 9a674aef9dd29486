import DropoutEngine
import Files
import PlainText
import TensorFiles

/// What `--weights` names: a .safetensors file, or an .npz archive of NumPy's, whatever its ending; the
/// endings of other forms are refused with the way out.
struct WeightsFile {
  let file: String

  init(_ path: String) throws(ValueError) {
    if ForeignTensors(path: path)?.weights(of: path) != nil { throw .weightsEnding(path) }
    file = path
  }

  /// Its tensors by their names, for a network that says which of them it takes.
  func tensors() throws(Failure) -> ([String: Tensor], SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(file)
      let tensors = try parse(bytes)
      let named = Dictionary(tensors.map { ($0.name, $0.tensor) }) { first, _ in first }
      return (named, SimulationOptions.SourceFile(path: file, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }

  /// Its layers, with a hash of the file for the log; what is left out of it is told on stderr.
  func read() throws(Failure) -> ([DenseLayerWeights], SimulationOptions.SourceFile) {
    do {
      let bytes = try readBytes(file)
      let tensors = try parse(bytes)
      let weights = try NetworkWeights(tensors, file: file)
      if !weights.skipped.isEmpty { printError(word(on: weights.skipped)) }
      return (weights.layers, SimulationOptions.SourceFile(path: file, hash: contentHash(bytes)))
    } catch {
      throw Failure(error)
    }
  }

  private func parse(_ bytes: [UInt8]) throws(FileError) -> [NamedTensor] {
    let form = FileForm(bytes)
    return form == .npz || form == .zip
      ? try NPZFile.tensors(bytes, file: file) : try SafetensorsFile.parse(bytes, file: file)
  }

  private func word(on skipped: [String]) -> String {
    let more = skipped.count > 3 ? " and \(skipped.count - 3) more" : ""
    let names = skipped.prefix(3).joined(separator: ", ") + more
    return "dropscope: \(printable(file)): left out, since only dense layers run without --net: "
      + names
  }
}
