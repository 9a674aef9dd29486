package import Files

/// Files of tensors that are not read, and the line of Python that makes one that is.
package enum ForeignTensors: Sendable, CaseIterable {
  case torch, pickle, onnx, hdf5, parquet, arrow, matlab, json, excel
  /// Models in forms that no common library turns back into tensors by name.
  case compiled
  /// Tables that are separated by other things than commas.
  case text

  /// Told by the ending of its name; nil for any other.
  package init?(path: String) {
    let lower = path.lowercased()
    guard let found = Self.endings.first(where: { lower.hasSuffix($0.key) }) else { return nil }
    self = found.value
  }

  /// Told by how it begins; nil for what is none of them.
  package init?(_ form: FileForm) {
    switch form {
    case .torch: self = .torch
    case .pickle: self = .pickle
    case .hdf5: self = .hdf5
    case .parquet: self = .parquet
    case .arrow: self = .arrow
    case .gguf: self = .compiled
    default: return nil
    }
  }

  private static let endings: KeyValuePairs<String, ForeignTensors> = [
    ".pt": .torch, ".pth": .torch, ".ckpt": .torch, "model.bin": .torch, ".pkl": .pickle,
    ".pickle": .pickle, ".onnx": .onnx, ".h5": .hdf5, ".hdf5": .hdf5, ".keras": .hdf5,
    ".parquet": .parquet, ".feather": .arrow, ".arrow": .arrow, ".mat": .matlab, ".json": .json,
    ".xlsx": .excel, ".gguf": .compiled, ".tflite": .compiled, ".pb": .compiled, ".tsv": .text,
    ".txt": .text, ".dat": .text,
  ]

  /// What it is called.
  package var name: String {
    switch self {
    case .torch: "a PyTorch checkpoint"
    case .pickle: "a Python pickle"
    case .onnx: "an ONNX model"
    case .hdf5: "a file of HDF5 or Keras"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow file"
    case .matlab: "a file of MATLAB"
    case .json: "JSON"
    case .excel: "a workbook"
    case .compiled: "a compiled model"
    case .text: "a text file"
    }
  }

  /// The command that makes weights of it, `net.safetensors`; nil where there is none.
  package func weights(of path: String) -> String? {
    let file = Self.quoted(path)
    return switch self {
    case .torch:
      Self.python(
        "import torch, safetensors.torch as s; "
          + "s.save_file(torch.load(\(file), weights_only=True), 'net.safetensors')")
    case .pickle:
      Self.python(
        "import pickle, safetensors.numpy as s; "
          + "s.save_file(pickle.load(open(\(file), 'rb')), 'net.safetensors')")
    case .onnx:
      Self.python(
        "import onnx, onnx.numpy_helper as h, safetensors.numpy as s; s.save_file("
          + "{t.name: h.to_array(t) for t in onnx.load(\(file)).graph.initializer}, "
          + "'net.safetensors')")
    case .hdf5:
      Self.python(
        "import keras, safetensors.numpy as s; s.save_file({f'{i}.{n}': a.T.copy() "
          + "for i, l in enumerate(keras.models.load_model(\(file)).layers) "
          + "for n, a in zip(('weight', 'bias'), l.get_weights())}, 'net.safetensors')")
    default: nil
    }
  }

  /// The command that makes an input of it, `x.npy`; nil where there is none.
  package func input(of path: String) -> String? {
    let file = Self.quoted(path)
    let table = { (read: String) in
      Self.python(
        "import numpy, pandas; numpy.save('x.npy', pandas.\(read)(\(file)).to_numpy('float32'))")
    }
    return switch self {
    case .torch:
      Self.python(
        "import numpy, torch; numpy.save('x.npy', torch.load(\(file), weights_only=True).numpy())")
    case .pickle:
      Self.python("import numpy, pickle; numpy.save('x.npy', pickle.load(open(\(file), 'rb')))")
    case .hdf5:
      Self.python("import h5py, numpy; numpy.save('x.npy', h5py.File(\(file))['NAME'][:])")
    case .parquet: table("read_parquet")
    case .arrow: table("read_feather")
    case .excel: table("read_excel")
    case .matlab:
      Self.python(
        "import numpy, scipy.io; numpy.save('x.npy', scipy.io.loadmat(\(file))['NAME'])")
    case .json:
      Self.python("import json, numpy; numpy.save('x.npy', json.load(open(\(file))))")
    case .text:
      Self.python("import numpy; numpy.save('x.npy', numpy.loadtxt(\(file)))")
    case .onnx, .compiled: nil
    }
  }

  /// The one of both that there is, weights first.
  func conversion(of path: String) -> String? { weights(of: path) ?? input(of: path) }

  private static func python(_ code: String) -> String { "python3 -c \"\(code)\"" }

  /// A path as a string of Python within double quotes of a shell; one that would need escapes is
  /// called FILE.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "/._-+=:,@ ".unicodeScalars.contains($0)
    }
    return isPlain ? "'\(path)'" : "'FILE'"
  }
}
