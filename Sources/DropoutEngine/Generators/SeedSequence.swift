/// NumPy's `SeedSequence`: hashes entropy of any length into seeds (dialects.md 2.2).
struct SeedSequence: Sendable {
  private var pool: [UInt32] = [0, 0, 0, 0]

  /// - Parameter entropy: the 32-bit digits of an integer, least significant first (0 is one digit
  ///   0), or those of several integers one after another.
  init(entropy: [UInt32]) {
    var hash: UInt32 = 0x43b0_d7e5
    for i in 0..<4 { pool[i] = Self.hashed(i < entropy.count ? entropy[i] : 0, &hash) }
    for source in 0..<4 {
      for target in 0..<4 where source != target {
        pool[target] = Self.mixed(pool[target], Self.hashed(pool[source], &hash))
      }
    }
    for word in entropy.dropFirst(4) {
      for target in 0..<4 { pool[target] = Self.mixed(pool[target], Self.hashed(word, &hash)) }
    }
  }

  /// The first `count` 64-bit words of the state it generates.
  func words64(_ count: Int) -> [UInt64] {
    var constant: UInt32 = 0x8b51_f9dd
    let halves = (0..<2 * count).map { index in
      var value = pool[index % 4] ^ constant
      constant = constant &* 0x58f3_8ded
      value = value &* constant
      return UInt64(value ^ value >> 16)
    }
    return (0..<count).map { halves[2 * $0] | halves[2 * $0 + 1] << 32 }
  }

  private static func hashed(_ value: UInt32, _ hash: inout UInt32) -> UInt32 {
    let first = value ^ hash
    hash = hash &* 0x931e_8875
    let second = first &* hash
    return second ^ second >> 16
  }

  private static func mixed(_ x: UInt32, _ y: UInt32) -> UInt32 {
    let result = 0xca01_f9dd &* x &- 0x4973_f715 &* y
    return result ^ result >> 16
  }
}
