/// `torch.manual_seed(s)` and then `nn.Dropout(rate)(x)` on an NVIDIA GPU for every mask
/// (dialects.md 5).
///
/// Counter-based: a call's mask depends on the elements of the calls before only by their number.
/// While one turn of all threads covers a tensor, the GPU does not matter.
struct TorchCUDA: MaskGenerator {
  /// Threads of a block.
  private static let blockSize = 256

  private let philox: Philox4x32
  private let options: DialectOptions
  /// Words passed over in every subsequence, a multiple of 4.
  private(set) var offset: UInt64 = 0

  init(seed: UInt64, options: DialectOptions) {
    philox = Philox4x32(seed: seed)
    self.options = options
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation, call.count > 0 else { return nil }
    if call.isCertain { return call.certainMask }
    let noise = call.noiseShape
    let count = noise.reduce(1, *)
    let launch = CUDALaunch(
      threads: Self.blockSize * grid(count), width: width(of: call), block: offset / 4)
    offset += words(count)
    let drawn = philox.mask(count: count, launch: launch, test: test(of: call))
    return call.operation == .transposed
      ? Mask(transposed: drawn, shape: call.shape) : Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation, call.count > 0, !call.isCertain else { return }
    offset += words(call.noiseShape.reduce(1, *))
  }

  var upcoming: UpcomingDraws { .offset(offset) }

  /// Blocks of threads: as many as the tensor needs and the GPU holds at once.
  private func grid(_ count: Int) -> Int {
    let largest = options[.smCount] * (options[.maxThreadsPerSM] / Self.blockSize)
    return min((count + Self.blockSize - 1) / Self.blockSize, largest)
  }

  /// The words that a call of so many elements moves every subsequence by.
  private func words(_ count: Int) -> UInt64 {
    4 * UInt64((count - 1) / (4 * Self.blockSize * grid(count)) + 1)
  }

  /// Elements that a thread takes at once: 16 bytes, or fewer where they do not divide the tensor.
  private func width(of call: MaskCall) -> Int {
    // Noise over channels comes from a kernel without vectors.
    if call.noiseShape != call.shape { return 1 }
    if case .channels = call.operation { return 1 }
    var width = options[.maxVec] ?? 16 / call.type.size
    while call.count % width != 0 { width /= 2 }
    return width
  }

  /// curand's uniform in (0, 1] is kept when below `keep`, in single precision but for float64.
  private func test(of call: MaskCall) -> KeepTest {
    let keep = call.keep
    let isDouble = call.type == .float64
    return .bisecting(upTo: 1 << 32) { word in
      let scaled = Double(Float(UInt32(truncatingIfNeeded: word))) * 0x1p-32
      let uniform = Float(scaled + 0x1p-33)
      return isDouble ? Double(uniform) < keep : uniform < Float(keep)
    }
  }
}

extension DialectOption<Int> {
  /// Streaming multiprocessors of the GPU; an A100's where none are given.
  public static var smCount: Self {
    .number(
      "sm-count", help: "streaming multiprocessors of the GPU.", standard: 108, in: 1...65_536)
  }

  /// Threads that one of them holds.
  public static var maxThreadsPerSM: Self {
    .number(
      "max-threads-per-sm", help: "threads that one of them holds.", standard: 2048,
      in: 256...65_536)
  }
}

extension DialectOption<Int?> {
  /// Elements that a GPU's thread takes at once at most; nil for 16 bytes of them.
  public static var maxVec: Self {
    .choice(
      "max-vec",
      help: "elements a thread takes at once, 1, 2, 4 or 8; up to PyTorch 2.6 it was 4 for "
        + "all types. (default: 16 bytes of them)",
      standard: nil, ["1": 1, "2": 2, "4": 4, "8": 8])
  }
}

extension DialectOption<ElementType> {
  /// The type of the tensors, where a call does not say.
  public static var type: Self {
    .choice(
      "dtype", help: "float32, float64, float16 or bfloat16.", standard: .float32,
      ["float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16])
  }
}

extension ElementType {
  /// The type that PyTorch calls so.
  ///
  /// - Throws: ``DialectError/option(_:has:needs:)``.
  public static func named(_ name: String) throws(DialectError) -> ElementType {
    var options = DialectOptions()
    try DialectOption.type.set(name, in: &options)
    return options[.type]
  }
}

extension Dialect {
  /// PyTorch on an NVIDIA GPU.
  public static let torchCUDA = Dialect(
    family: "torch-cuda", summary: "the same on an NVIDIA GPU",
    seeds: torchSeeds,
    operations: torchOperations.filter {
      switch $0.value {
      case .standard, .evaluation, .transposed, .channels: true
      default: false
      }
    },
    options: [
      DialectOption.smCount, DialectOption.maxThreadsPerSM, DialectOption.maxVec,
      DialectOption.type,
    ],
    draws: .dropout,
    sources: { dialect, shape in
      channelOperations(shape).map { MaskSource(dialect: dialect, operation: $0) }
        + [ElementType.float32, .float64, .float16].map {
          MaskSource(dialect: dialect.with(.type, $0))
        }
    }
  ) { seed, options in
    seed.torch.map { TorchCUDA(seed: $0, options: options) }
  }
}
