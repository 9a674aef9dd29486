/// `torch.manual_seed(s)` and then `nn.Dropout(rate)(x)` on an NVIDIA GPU for every mask, or what
/// people write by hand there (dialects.md 5, dialects-2.md 8).
///
/// Counter-based: a call's mask depends on the elements of the calls before only by their number.
/// While one turn of all threads covers a tensor, the GPU does not matter.
struct TorchCUDA: MaskGenerator {
  /// Threads of a block.
  private static let blockSize = 256

  private let philox: Philox4x32
  private let options: DialectOptions
  /// Words passed over in every subsequence, a multiple of 4.
  private(set) var offset: UInt64

  init(seed: UInt64, options: DialectOptions) {
    philox = Philox4x32(seed: seed)
    self.options = options
    offset = UInt64(options[.philoxOffset])
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    guard call.operation != .evaluation, call.count > 0 else { return nil }
    guard call.isDrawn else { return call.certainMask }
    let kernel = CUDAKernel(call)
    let noise = call.noiseShape
    let count = noise.reduce(1, *)
    let launch = launch(of: kernel, call, count)
    let range = kernel.range(call)
    offset += words(of: kernel, call, count)
    let drawn =
      range.bits == 53
      ? philox.maskOfDoubles(count: count, launch: launch, range: range)
      : philox.mask(count: count, launch: launch, range: range)
    return call.operation == .transposed
      ? Mask(transposed: drawn, shape: call.shape) : Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) {
    guard call.operation != .evaluation, call.count > 0, call.isDrawn else { return }
    offset += words(of: CUDAKernel(call), call, call.noiseShape.reduce(1, *))
  }

  var upcoming: UpcomingDraws { .offset(offset) }

  private func launch(of kernel: CUDAKernel, _ call: MaskCall, _ count: Int) -> CUDALaunch {
    switch kernel {
    case .fused:
      CUDALaunch(
        threads: Self.blockSize * grid(count), width: width(of: call), block: offset / 4)
    case .bernoulli, .uniform:
      CUDALaunch(threads: Self.blockSize * grid(count), width: 1, block: offset / 4)
    case .bernoulliOfTensor:
      // A thread for every four elements, however many those are.
      CUDALaunch(threads: (count + 255) / 256 * 64, width: 4, block: offset / 4)
    }
  }

  /// Blocks of threads: as many as the tensor needs and the GPU holds at once.
  private func grid(_ count: Int) -> Int {
    let largest = options[.smCount] * (options[.maxThreadsPerSM] / Self.blockSize)
    return min((count + Self.blockSize - 1) / Self.blockSize, largest)
  }

  /// The words that a call of so many elements moves every subsequence by.
  private func words(of kernel: CUDAKernel, _ call: MaskCall, _ count: Int) -> UInt64 {
    if kernel == .bernoulliOfTensor { return 12 }
    let elements = kernel.drawsDoubles(call) ? options[.unroll64] : 4
    return 4 * UInt64((count - 1) / (elements * Self.blockSize * grid(count)) + 1)
  }

  /// Elements that a thread takes at once: 16 bytes, or fewer where they do not divide the tensor or
  /// its place in memory.
  private func width(of call: MaskCall) -> Int {
    if call.operation == .sliced { return 1 }
    var width = options[.maxVec] ?? 16 / call.type.size
    while call.count % width != 0 || call.storageOffset % width != 0 { width /= 2 }
    return width
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

  /// Elements of float64 by which a draw is counted.
  public static var unroll64: Self {
    .choice(
      "unroll64",
      help: "by how many elements a draw of float64 moves the offset, 2, or 4 up to about 2021.",
      standard: 2, ["2": 2, "4": 4])
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
    seeds: torchSeeds, operations: torchCUDAOperations,
    options: [
      DialectOption.smCount, DialectOption.maxThreadsPerSM, DialectOption.maxVec,
      DialectOption.unroll64, DialectOption.philoxOffset, DialectOption.type,
    ],
    draws: .decisions,
    sources: { dialect, shape in
      (channelOperations(shape) + ["dropout-inplace", "rand>rate"]).map {
        MaskSource(dialect: dialect, operation: $0)
      }
        + [ElementType.float32, .float64, .float16].map {
          MaskSource(dialect: dialect.with(.type, $0))
        }
    }
  ) { seed, options in
    seed.torch.map { TorchCUDA(seed: $0, options: options) }
  }

  /// What PyTorch draws on a GPU: there it matters whether the result replaces the input, and how
  /// the tensor lies in memory.
  static let torchCUDAOperations = torchOperations.merging([
    "native_dropout": .native, "dropout-grad": .standard, "dropout-inplace": .inPlace,
    "dropout-sliced": .sliced, "bernoulli_": .bernoulliInPlace, "rand>=rate": .notBelowRate,
  ]) { own, _ in own }
}
