/// What else a framework's bits depend on, beside seed, rate and shapes.
public struct DialectOptions: Sendable, Hashable {
  /// Words of PyTorch's CPU generator that were drawn before, by initialisation for one.
  public var skipWords = 0
  /// Streaming multiprocessors of the GPU: an A100's.
  public var smCount = 108
  /// Threads that one of them holds.
  public var maxThreadsPerSM = 2048
  /// Elements that a GPU's thread takes at once at most; nil for 16 bytes of them.
  public var maxVec: Int?
  /// The type of the tensors, where a call does not say.
  public var type: ElementType = .float32
  /// Which key reaches a JAX layer; nil for the split chain.
  public var schedule: JAXSchedule?
  /// JAX's bits of 0.5 and later, or those from before.
  public var isPartitionable = true
  /// Into how many keys `split-n` splits: needed where bits are not partitionable.
  public var splitCount: Int?
  /// JAX with `jax_enable_x64`.
  public var is64Bit = false

  /// The frameworks' defaults.
  public init() {}
}

/// An option of a dialect, under its name on the command line and in a dialect's full name.
public enum DialectOption: String, Sendable, Hashable, CaseIterable {
  case skipWords = "skip-words"
  case smCount = "sm-count"
  case maxThreadsPerSM = "max-threads-per-sm"
  case maxVec = "max-vec"
  case type = "dtype"
  case schedule
  case layout
  case splitCount = "split-count"
  case x64

  /// The most words that are passed over one by one.
  static let mostWords = 1 << 40
}

extension DialectOptions {
  /// Sets an option from text.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)``.
  public mutating func set(_ option: DialectOption, to text: String) throws(DialectError) {
    let number = { (range: ClosedRange<Int>) throws(DialectError) -> Int in
      guard let value = Int(text), range.contains(value) else {
        throw .option(
          option.rawValue, has: text,
          needs: "a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    switch option {
    case .skipWords: skipWords = try number(0...DialectOption.mostWords)
    case .smCount: smCount = try number(1...65_536)
    case .maxThreadsPerSM: maxThreadsPerSM = try number(256...65_536)
    case .maxVec: maxVec = try choice(option, text, ["1": 1, "2": 2, "4": 4, "8": 8])
    case .type: type = try choice(option, text, ElementType.byName)
    case .schedule: schedule = try choice(option, text, JAXSchedule.byName)
    case .layout:
      isPartitionable = try choice(option, text, ["partitionable": true, "original": false])
    case .splitCount: splitCount = try number(1...Int(Int32.max))
    case .x64: is64Bit = try choice(option, text, ["true": true, "false": false])
    }
  }

  private func choice<Value>(
    _ option: DialectOption, _ text: String, _ values: KeyValuePairs<String, Value>
  ) throws(DialectError) -> Value {
    guard let value = values.first(where: { $0.key == text })?.value else {
      throw .option(
        option.rawValue, has: text, needs: values.map(\.key).joined(separator: ", "))
    }
    return value
  }

  /// The text that ``set(_:to:)`` takes; nil for the default.
  func text(of option: DialectOption) -> String? {
    let standard = DialectOptions()
    let text: String? =
      switch option {
      case .skipWords: skipWords == standard.skipWords ? nil : "\(skipWords)"
      case .smCount: smCount == standard.smCount ? nil : "\(smCount)"
      case .maxThreadsPerSM:
        maxThreadsPerSM == standard.maxThreadsPerSM ? nil : "\(maxThreadsPerSM)"
      case .maxVec: maxVec.map { "\($0)" }
      case .type: type == standard.type ? nil : type.rawValue
      case .schedule: schedule?.rawValue
      case .layout: isPartitionable ? nil : "original"
      case .splitCount: splitCount.map { "\($0)" }
      case .x64: is64Bit ? "true" : nil
      }
    return text
  }
}

extension ElementType {
  /// All types under the names that PyTorch gives them.
  static var byName: KeyValuePairs<String, ElementType> {
    ["float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16]
  }

  /// The type of that name.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)``.
  public static func named(_ name: String) throws(DialectError) -> ElementType {
    var options = DialectOptions()
    try options.set(.type, to: name)
    return options.type
  }
}

extension JAXSchedule {
  fileprivate static var byName: KeyValuePairs<String, JAXSchedule> {
    [
      "raw": .raw, "split-chain": .splitChain, "split-n": .splitN, "fold-step": .foldStep,
      "linen": .linen, "nnx": .nnx, "keras": .keras,
    ]
  }
}
