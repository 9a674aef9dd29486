internal import RealModule

/// Random numbers for weights and data, from streams of one seed that never meet its masks.
///
/// Philox4x32-10 blocks in the order of their counters `(block, index, 0, purpose << 24)`.
struct RandomStream: RandomNumberGenerator {
  /// What the numbers are for: the top byte of the last word of their counters.
  enum Purpose: UInt32 {
    case masks = 0
    case weights = 1
    case data = 2
    /// The rest of a mask's numbers, where their first bits do not settle them.
    case ties = 3
    /// The normal factors of kinds that draw no 0/1.
    case factors = 4
  }

  private let philox: Philox4x32
  private let index: UInt32
  private let purpose: UInt32
  private var block: UInt32 = 0
  /// The second half of the last block, while it is not handed out.
  private var second: UInt64?

  /// - Parameter index: a stream of its own for each layer of weights, or each epoch of data.
  init(seed: UInt64, purpose: Purpose, index: Int) {
    philox = Philox4x32(seed: seed)
    self.index = UInt32(truncatingIfNeeded: index)
    self.purpose = purpose.rawValue << 24
  }

  mutating func next() -> UInt64 {
    if let word = second {
      second = nil
      return word
    }
    let words = philox.block((block, index, 0, purpose))
    block &+= 1
    second = UInt64(words.2) | UInt64(words.3) << 32
    return UInt64(words.0) | UInt64(words.1) << 32
  }

  /// Uniform in [0, 1), 53 bits.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by the transform of Box and Muller (1958).
  mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * Double.log(1 - uniform()))
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// The numbers 0..<count in random order (Fisher and Yates).
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      // The bias of a 64-bit product is below count / 2^64.
      let j = Int(next().multipliedFullWidth(by: UInt64(i + 1)).high)
      order.swapAt(i, j)
    }
    return order
  }
}
