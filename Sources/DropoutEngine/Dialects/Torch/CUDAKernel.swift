/// The kernels of PyTorch that draw masks on a GPU; each has its own way over the elements and its
/// own rule (dialects.md 5, dialects-2.md 8).
enum CUDAKernel: Hashable {
  /// Dropout with its product, in vectors where the tensor lies so.
  case fused
  /// `bernoulli_(keep)`: noise of channels, of alpha dropout, and of dropout in place.
  case bernoulli
  /// `torch.rand`, compared by hand.
  case uniform
  /// `torch.bernoulli` of a tensor of probabilities.
  case bernoulliOfTensor

  init(_ call: MaskCall) {
    switch call.operation {
    case .bernoulliTensor: self = .bernoulliOfTensor
    case .aboveRate, .notBelowRate, .belowKeep, .belowKeepFloat32: self = .uniform
    case .channels, .alpha, .featureAlpha, .inPlace, .bernoulliInPlace, .decisions:
      self = .bernoulli
    case .standard, .evaluation, .native, .transposed, .sliced:
      self = call.noiseShape == call.shape ? .fused : .bernoulli
    }
  }

  /// Whether an element is drawn from two words.
  func drawsDoubles(_ call: MaskCall) -> Bool {
    call.type == .float64 && (self == .bernoulli || self == .uniform)
  }

  /// Which of the words, or pairs of words, are kept.
  func range(_ call: MaskCall) -> KeepRange {
    let bits: UInt64 = drawsDoubles(call) ? 53 : 32
    switch self {
    case .uniform: return uniformRange(call, bits: bits)
    case .fused, .bernoulli:
      let keep = call.type == .float64 ? call.keep : Double(Float(call.keep))
      return KeepRange(
        .bisecting(upTo: 1 << bits) { Self.curand($0, bits: bits) < keep }, bits: bits)
    case .bernoulliOfTensor:
      let keep = call.type.value(call.keep)
      return KeepRange(
        .bisecting(upTo: 1 << bits) { Self.curand($0, bits: bits) <= keep }, bits: bits)
    }
  }

  /// `torch.rand` rounds to the tensor's type, and makes 0 of what is 1 then; a number that it is
  /// compared with is rounded to that type, too.
  private func uniformRange(_ call: MaskCall, bits: UInt64) -> KeepRange {
    let type = call.type
    func edge(_ isBefore: (Double) -> Bool) -> UInt64 {
      KeepTest.bisecting(upTo: 1 << bits) { isBefore(type.value(Self.curand($0, bits: bits))) }
        .limit
    }
    let ones = edge { $0 < 1 }
    let wrapped = 1 << bits - ones
    switch call.operation {
    case .aboveRate:
      let first = min(edge { $0 <= type.value(call.rate.value) }, ones)
      return KeepRange(bits: bits, first: first, length: ones - first)
    case .notBelowRate:
      let rate = type.value(call.rate.value)
      let first = min(edge { $0 < rate }, ones)
      return KeepRange(bits: bits, first: first, length: ones - first + (rate > 0 ? 0 : wrapped))
    default:
      let keep = type.value(call.keep)
      let below = min(edge { $0 < keep }, ones)
      return KeepRange(bits: bits, first: ones, length: keep > 0 ? wrapped + below : 0)
    }
  }

  /// curand's uniform in (0, 1], of a word in float32 or of 53 bits in float64.
  static func curand(_ number: UInt64, bits: UInt64) -> Double {
    if bits == 53 { return Double(number) * 0x1p-53 + 0x1p-54 }
    return Double(Float(Double(Float(UInt32(truncatingIfNeeded: number))) * 0x1p-32 + 0x1p-33))
  }
}

extension ElementType {
  /// A number as a tensor of the type holds it.
  fileprivate func value(_ number: Double) -> Double {
    self == .float64 ? number : Double(rounded(number))
  }
}
