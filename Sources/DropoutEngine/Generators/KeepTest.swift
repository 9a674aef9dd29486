/// Whether an element is kept, as a comparison of the integer it was drawn from.
///
/// Every rule of NumPy, PyTorch and JAX comes down to one of the two (dialects.md 7), so that the
/// same bits are kept without a division or a float.
struct KeepTest: Sendable, Hashable {
  /// What an integer is compared with, from 0 to the number of values it can have.
  var limit: UInt64
  /// Kept when below ``limit``; otherwise kept when not below it.
  var keepsBelow: Bool

  /// Whether an element drawn as `k` is kept.
  @inline(__always)
  func keeps(_ k: UInt64) -> Bool { (k < limit) == keepsBelow }
}
