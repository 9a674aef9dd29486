/// Whether an element is kept, where that is so for a run of the integers that it may be drawn from.
///
/// A run may go on behind the largest integer at 0: `torch.rand` on CUDA makes 0 of what rounds to 1.
struct KeepRange: Sendable, Hashable {
  /// How many bits the integers have, up to 63.
  let bits: UInt64
  /// The first that is kept.
  let first: UInt64
  /// How many are kept, from none to all.
  let length: UInt64

  /// - Parameter first: up to the number of integers, which stands for 0.
  init(bits: UInt64, first: UInt64, length: UInt64) {
    precondition(length <= 1 << bits && first <= 1 << bits, "a run of the integers there are")
    self.bits = bits
    self.first = first & (1 << bits - 1)
    self.length = length
  }

  /// The integers that a test keeps.
  init(_ test: KeepTest, bits: UInt64) {
    self.init(
      bits: bits, first: test.keepsBelow ? 0 : test.limit,
      length: test.keepsBelow ? test.limit : 1 << bits - test.limit)
  }

  /// What all elements come to, whatever they are drawn as; nil where that matters.
  var constant: Bool? { length == 0 ? false : length == 1 << bits ? true : nil }

  /// Whether an element drawn as `k` is kept.
  @inline(__always)
  func keeps(_ k: UInt64) -> Bool { (k &- first) & (1 << bits - 1) < length }
}
