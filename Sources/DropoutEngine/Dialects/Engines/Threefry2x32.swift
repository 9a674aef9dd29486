/// Threefry2x32 with 20 rounds, a counter-based generator (J. Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3", 2011): the default of `jax.random` (dialects.md 2.5 and 6).
struct Threefry2x32: Sendable {
  /// The two words of a JAX key.
  let key: (UInt32, UInt32)

  init(key: (UInt32, UInt32)) {
    self.key = key
  }

  /// The two words of one counter.
  func hash(_ x0: UInt32, _ x1: UInt32) -> (UInt32, UInt32) {
    let keys = [key.0, key.1, key.0 ^ key.1 ^ 0x1BD1_1BDA]
    let rotations: [[UInt32]] = [[13, 15, 26, 6], [17, 29, 16, 24]]
    var (a, b) = (x0 &+ keys[0], x1 &+ keys[1])
    for group in 0..<5 {
      for rotation in rotations[group % 2] {
        a = a &+ b
        b = (b << rotation | b >> (32 - rotation)) ^ a
      }
      a = a &+ keys[(group + 1) % 3]
      b = b &+ keys[(group + 2) % 3] &+ UInt32(group + 1)
    }
    return (a, b)
  }

  /// The hash of a 64-bit counter, high word first.
  func hash(_ counter: UInt64) -> (UInt32, UInt32) {
    hash(UInt32(truncatingIfNeeded: counter >> 32), UInt32(truncatingIfNeeded: counter))
  }

  /// The 32 bits of element `index` in the partitionable layout, the default since jax 0.5.
  func bits(at index: UInt64) -> UInt32 {
    let (a, b) = hash(index)
    return a ^ b
  }

  /// The 64 bits of element `index` in the partitionable layout with `jax_enable_x64`.
  func bits64(at index: UInt64) -> UInt64 {
    let (a, b) = hash(index)
    return UInt64(a) << 32 | UInt64(b)
  }

  /// The words of a draw of `count` in the original layout, the default before jax 0.5.
  func originalWords(count: Int) -> [UInt32] {
    let half = (count + 1) / 2
    let pairs = (0..<half).map { i in
      hash(UInt32(i), half + i < count ? UInt32(half + i) : 0)
    }
    return (pairs.map(\.0) + pairs.map(\.1)).dropLast(2 * half - count)
  }
}
