import JSONText

/// The header of a `.safetensors` file: a JSON object from names to types, shapes and places.
struct SafetensorsHeader {
  /// One tensor of the header.
  struct Entry {
    var dtype: String
    var shape: [Int]
    /// Begin and end in bytes, counted from the end of the header.
    var offsets: [Int]
  }

  /// The tensors in the order in which their bytes stand.
  let entries: [(name: String, entry: Entry)]
  /// Whether a name stands there twice: which of the two is meant, nobody knows.
  let givesOneNameTwice: Bool

  /// Reads the header at `range`; a ``BrokenLine`` is thrown when it is not JSON of that form.
  init(_ bytes: [UInt8], range: Range<Int>) throws(BrokenLine) {
    var entries: [(name: String, entry: Entry)] = []
    var names: Set<String> = []
    var isRepeated = false
    var scanner = JSONScanner(bytes, range: range)
    try scanner.object { (scanner, name) throws(BrokenLine) in
      if !names.insert(name).inserted { isRepeated = true }
      if name == "__metadata__" { return try scanner.skip() }
      entries.append((name, try Entry(&scanner)))
    }
    try scanner.finish()
    givesOneNameTwice = isRepeated
    self.entries = entries.sorted { a, b in
      a.entry.offsets == b.entry.offsets
        ? a.name < b.name : a.entry.offsets.lexicographicallyPrecedes(b.entry.offsets)
    }
  }
}

extension SafetensorsHeader.Entry {
  fileprivate init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    var (dtype, shape, offsets) = (String?.none, [Int]?.none, [Int]?.none)
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "dtype": dtype = try scanner.string()
      // Whether a number fits is told with the tensor's name, so any Int is taken here.
      case "shape": shape = try scanner.integers(limit: .max, in: .min ... .max, "an extent")
      case "data_offsets":
        offsets = try scanner.integers(limit: .max, in: .min ... .max, "an offset")
      default: try scanner.skip()
      }
    }
    guard let dtype, let shape, let offsets else {
      throw BrokenLine("a tensor should have dtype, shape and data_offsets")
    }
    self.init(dtype: dtype, shape: shape, offsets: offsets)
  }
}
