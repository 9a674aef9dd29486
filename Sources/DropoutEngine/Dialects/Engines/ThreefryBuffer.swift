/// 256 counters of Threefry on their way to words, four rounds at a time.
///
/// A round waits for the one before. A pass of four rounds over many vectors keeps the processor
/// busy with others meanwhile, and is small enough for the compiler to keep in vectors.
struct ThreefryBuffer: ~Copyable {
  static let count = 256
  private typealias Vector = SIMD8<UInt32>

  private let first = UnsafeMutablePointer<UInt32>.allocate(capacity: ThreefryBuffer.count)
  private let second = UnsafeMutablePointer<UInt32>.allocate(capacity: ThreefryBuffer.count)

  deinit {
    first.deallocate()
    second.deallocate()
  }

  /// Computes the words of counters that count up from a pair of words; `step` is 0 for a word that
  /// stays.
  func fill(_ threefry: Threefry2x32, from counter: (UInt32, UInt32), step: (UInt32, UInt32)) {
    let (k0, k1) = threefry.key
    let k2 = k0 ^ k1 ^ 0x1BD1_1BDA
    begin((counter.0 &+ k0, counter.1 &+ k1), step, k1, k2 &+ 1)
    odd(k2, k0 &+ 2)
    even(k0, k1 &+ 3)
    odd(k1, k2 &+ 4)
    even(k2, k0 &+ 5)
  }

  /// The first words of eight counters.
  @inline(__always)
  func firsts(_ index: Int) -> SIMD8<UInt32> { vector(first + index) }

  /// The second words of eight counters.
  @inline(__always)
  func seconds(_ index: Int) -> SIMD8<UInt32> { vector(second + index) }

  /// The counters, and the first group.
  private func begin(
    _ counter: (UInt32, UInt32), _ step: (UInt32, UInt32), _ k0: UInt32, _ k1: UInt32
  ) {
    let lanes = Vector(0, 1, 2, 3, 4, 5, 6, 7)
    var x = (counter.0 &+ step.0 &* lanes, counter.1 &+ step.1 &* lanes)
    for index in stride(from: 0, to: Self.count, by: 8) {
      even(x, k0, k1, index)
      x = (x.0 &+ 8 &* step.0, x.1 &+ 8 &* step.1)
    }
  }

  /// Four rounds of an even group, and its keys.
  private func even(_ k0: UInt32, _ k1: UInt32) {
    for index in stride(from: 0, to: Self.count, by: 8) {
      even((vector(first + index), vector(second + index)), k0, k1, index)
    }
  }

  @inline(__always)
  private func even(_ start: (Vector, Vector), _ k0: UInt32, _ k1: UInt32, _ index: Int) {
    var x = start
    round(&x, 13)
    round(&x, 15)
    round(&x, 26)
    round(&x, 6)
    store(x.0 &+ k0, first + index)
    store(x.1 &+ k1, second + index)
  }

  /// Four rounds of an odd group, and its keys.
  private func odd(_ k0: UInt32, _ k1: UInt32) {
    for index in stride(from: 0, to: Self.count, by: 8) {
      var x = (vector(first + index), vector(second + index))
      round(&x, 17)
      round(&x, 29)
      x.0 &+= x.1
      x.1 = halvesSwapped(x.1) ^ x.0
      x.0 &+= x.1
      x.1 = bytesTurned(x.1) ^ x.0
      store(x.0 &+ k0, first + index)
      store(x.1 &+ k1, second + index)
    }
  }

  @inline(__always)
  private func round(_ x: inout (Vector, Vector), _ rotation: UInt32) {
    x.0 &+= x.1
    // Not written as a rotation, which would go lane by lane.
    x.1 = (x.1 &<< rotation ^ x.0) ^ x.1 &>> (32 - rotation)
  }

  /// A rotation by 16, as a permutation of 16-bit halves.
  @inline(__always)
  private func halvesSwapped(_ words: Vector) -> Vector {
    let halves = unsafeBitCast(words, to: SIMD16<UInt16>.self)
    var swapped = halves
    swapped.evenHalf = halves.oddHalf
    swapped.oddHalf = halves.evenHalf
    return unsafeBitCast(swapped, to: Vector.self)
  }

  /// A rotation by 24. One half of it goes over 64-bit lanes: the compiler would see a rotation by
  /// whole bytes however else it is written, and go lane by lane.
  @inline(__always)
  private func bytesTurned(_ words: Vector) -> Vector {
    let pairs = unsafeBitCast(words, to: SIMD4<UInt64>.self)
    let tops = unsafeBitCast(pairs &<< 24 & 0xff00_0000_ff00_0000, to: Vector.self)
    return words &>> 8 ^ tops
  }
}
