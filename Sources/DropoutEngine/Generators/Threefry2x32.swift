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
}
