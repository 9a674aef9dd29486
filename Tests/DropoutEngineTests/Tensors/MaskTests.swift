import TestSupport
import Testing

@testable import DropoutEngine

/// Packed masks against arrays of Bool.
struct MaskTests {
  @Test("A packed mask holds what it was made of", arguments: boundarySizes)
  func packing(size: Int) {
    var generator = SplitMix64(state: UInt64(size))
    for pattern in 0..<4 {
      let bits = (0..<size).map { _ in
        pattern == 0 ? true : pattern == 1 ? false : Bool.random(using: &generator)
      }
      let mask = Mask(bits)
      #expect(mask.count == size)
      #expect((0..<size).map { mask[$0] } == bits, "size \(size), pattern \(pattern)")
      #expect(mask.kept == bits.count { $0 })
      #expect(mask.words.count == (size + 63) / 64)
      #expect(Mask(words: mask.words, count: size) == mask)
    }
  }

  @Test("Bits beyond the count are cleared: equal masks are equal", arguments: boundarySizes)
  func tail(size: Int) {
    let ones = [UInt64](repeating: .max, count: (size + 63) / 64)
    let taken = Mask(words: ones, count: size)
    #expect(taken == Mask(repeating: true, count: size))
    #expect(taken == Mask((0..<size).map { _ in true }))
    #expect(taken.hashValue == Mask(repeating: true, count: size).hashValue)
    #expect(taken.kept == size)
    #expect(Mask(repeating: false, count: size).kept == 0)
  }

  @Test("Element i is bit i mod 64 of word i / 64")
  func layout() {
    let mask = Mask(words: [1 << 63, 0b10], count: 66)
    #expect((0..<66).filter { mask[$0] } == [63, 65])
  }
}
