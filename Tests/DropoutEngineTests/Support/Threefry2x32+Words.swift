@testable import DropoutEngine

/// The words of JAX's draws, one element at a time (dialects.md 6.2).
extension Threefry2x32 {
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
