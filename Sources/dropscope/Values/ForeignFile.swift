/// A file that people try as a session log and that is none, told by its ending.
enum ForeignFile {
  /// As `torch.save` writes it.
  case checkpoint
  case weights
  case array
  case table
  case gzip

  init?(_ path: String) {
    let lower = path.lowercased()
    let kinds: KeyValuePairs<String, ForeignFile> = [
      ".pt": .checkpoint, ".pth": .checkpoint, ".ckpt": .checkpoint, ".safetensors": .weights,
      ".npy": .array, ".csv": .table, ".gz": .gzip,
    ]
    guard let kind = kinds.first(where: { lower.hasSuffix($0.key) }) else { return nil }
    self = kind.value
  }

  /// How PyTorch's weights become a file that is read.
  static let saving =
    "in Python: safetensors.torch.save_file(model.state_dict(), 'net.safetensors')"

  /// What it is, and what to do with it instead.
  func advice(_ path: String) -> String {
    switch self {
    case .checkpoint:
      "\(path): a PyTorch checkpoint, no session log; its weights run with "
        + "dropscope --weights net.safetensors, made \(Self.saving)"
    case .weights:
      "\(path): weights, no session log; run them with dropscope --weights \(path)"
    case .array:
      "\(path): a tensor, no session log; run it through a network with dropscope --input \(path), "
        + "or ask who drew it with dropscope identify --rate 0.5 \(path)"
    case .table:
      "\(path): a table, no session log; run it through a network with dropscope --input \(path)"
    case .gzip: "\(path): compressed with gzip; pipe it: zcat \(path) | dropscope attach -"
    }
  }
}
