import Files
import TensorFiles

/// A file that people try as a session log and that is none, told by its ending.
enum ForeignFile: Equatable {
  /// Tensors in a form that is not read, as `torch.save` writes them.
  case tensors(ForeignTensors)
  case weights
  case array
  case archive
  case table
  case packed(FileForm)

  init?(_ path: String) {
    let lower = path.lowercased()
    let kinds: KeyValuePairs<String, ForeignFile> = [
      ".safetensors": .weights, ".npy": .array, ".npz": .archive, ".csv": .table,
      ".gz": .packed(.gzip), ".zst": .packed(.zstandard), ".xz": .packed(.xz),
      ".bz2": .packed(.bzip2), ".lz4": .packed(.lz4), ".zip": .packed(.zip),
    ]
    if let kind = kinds.first(where: { lower.hasSuffix($0.key) }) {
      self = kind.value
      return
    }
    // A log may well be called run.json or run.txt: what stands in it decides.
    guard let tensors = ForeignTensors(path: path), tensors != .json, tensors != .text else {
      return nil
    }
    self = .tensors(tensors)
  }

  /// What it is, and what to do with it instead.
  func advice(_ path: String) -> String {
    switch self {
    case .tensors(let kind):
      if let line = kind.weights(of: path) {
        "\(path): \(kind.name), no session log; its weights run with dropscope --weights "
          + "net.safetensors, made so: \(line)"
      } else if let line = kind.input(of: path) {
        "\(path): \(kind.name), no session log; run it through a network with dropscope --input "
          + "x.npy, made so: \(line)"
      } else {
        "\(path): \(kind.name), no session log; weights are read from .safetensors files"
      }
    case .weights:
      "\(path): weights, no session log; run them with dropscope --weights \(path)"
    case .array:
      "\(path): a tensor, no session log; run it through a network with dropscope --input \(path), "
        + "or ask who drew it with dropscope identify --rate 0.5 \(path)"
    case .archive:
      "\(path): arrays, no session log; run one through a network with dropscope --input "
        + "\(path):NAME, or all as its weights with dropscope --weights \(path)"
    case .table:
      "\(path): a table, no session log; run it through a network with dropscope --input \(path)"
    case .packed(let form):
      "\(path): \(form.name); pipe it: \(form.unpacking(path) ?? path) | dropscope check -"
    }
  }
}
