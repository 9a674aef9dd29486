@testable import DropoutEngine

/// Sizes around words, vectors and the 312 doubles of one Mersenne Twister refill.
let bulkSizes = [
  0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 311, 312, 313, 623, 624, 625, 1000, 5000,
]

/// Tests of integers below `2^bits`: at both ends, around the middle, and where halves are split.
func keepTests(bits: UInt64) -> [KeepTest] {
  let all: UInt64 = 1 << bits
  let limits = [
    0, 1, 2, all / 10, all / 2 - 1, all / 2, all / 2 + 1, all * 9 / 10, all - 1, all,
  ]
  return limits.flatMap {
    [KeepTest(limit: $0, keepsBelow: true), KeepTest(limit: $0, keepsBelow: false)]
  }
}

extension Mask {
  /// The mask of integers drawn one by one.
  init(_ integers: [UInt64], test: KeepTest) {
    self.init(integers.lazy.map { ($0 < test.limit) == test.keepsBelow })
  }
}
