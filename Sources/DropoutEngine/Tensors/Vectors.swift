/// Eight numbers from memory, at any alignment.
@inline(__always)
func vector<Scalar: SIMDScalar>(_ pointer: UnsafePointer<Scalar>) -> SIMD8<Scalar> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Scalar>.self)
}

/// Eight numbers from memory that is written, too.
@inline(__always)
func vector<Scalar: SIMDScalar>(_ pointer: UnsafeMutablePointer<Scalar>) -> SIMD8<Scalar> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Scalar>.self)
}

/// Eight numbers to memory, at any alignment.
@inline(__always)
func store<Scalar: SIMDScalar>(_ value: SIMD8<Scalar>, _ pointer: UnsafeMutablePointer<Scalar>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Scalar>.self)
}

/// The sum of the products of two runs of `count` numbers, in an order fixed by `count` alone.
@inline(__always)
func dot<Scalar: BinaryFloatingPoint & SIMDScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, count: Int
) -> Scalar {
  var even = SIMD8<Scalar>.zero
  var odd = SIMD8<Scalar>.zero
  var index = 0
  while index &+ 16 <= count {
    even += vector(a + index) * vector(b + index)
    odd += vector(a + index + 8) * vector(b + index + 8)
    index &+= 16
  }
  if index &+ 8 <= count {
    even += vector(a + index) * vector(b + index)
    index &+= 8
  }
  let eight = even + odd
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  var sum = two[0] + two[1]
  while index < count {
    sum += a[index] * b[index]
    index &+= 1
  }
  return sum
}
