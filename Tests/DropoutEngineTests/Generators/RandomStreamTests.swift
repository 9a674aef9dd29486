import Testing

@testable import DropoutEngine

struct RandomStreamTests {
  @Test("A permutation holds every number once", arguments: boundarySizes)
  func permutation(size: Int) {
    var stream = RandomStream(seed: 1, purpose: .data, index: 0)
    #expect(stream.permutation(size).sorted() == Array(0..<size))
  }

  @Test("All orders of three come up equally often")
  func orders() {
    var stream = RandomStream(seed: 1, purpose: .data, index: 0)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[stream.permutation(3), default: 0] += 1 }
    // Six standard deviations of a count of 6000 at 1/6.
    #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 174 })
  }

  @Test("Uniform numbers lie in [0, 1), and normal ones have mean 0 and variance 1")
  func moments() {
    var stream = RandomStream(seed: 1, purpose: .weights, index: 0)
    let uniform = (0..<10_000).map { _ in stream.uniform() }
    #expect(uniform.allSatisfy { 0 <= $0 && $0 < 1 })
    // Six standard deviations: 1/sqrt(12 n), 1/sqrt(n) and sqrt(2/n).
    #expect(abs(uniform.reduce(0, +) / 10_000 - 0.5) < 0.0174)
    let normal = (0..<10_000).map { _ in stream.normal() }
    #expect(abs(normal.reduce(0, +) / 10_000) < 0.06)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / 10_000 - 1) < 0.085)
  }

  @Test("Purposes, indices and seeds have streams of their own, apart from the masks'")
  func streams() {
    var words: Set<UInt64> = []
    for seed: UInt64 in [0, 1] {
      for index in 0..<3 {
        var weights = RandomStream(seed: seed, purpose: .weights, index: index)
        var data = RandomStream(seed: seed, purpose: .data, index: index)
        for _ in 0..<40 {
          words.insert(weights.next())
          words.insert(data.next())
        }
      }
    }
    #expect(words.count == 2 * 3 * 2 * 40)
  }

  @Test("A stream's words are those of Philox blocks in order")
  func words() {
    var stream = RandomStream(seed: 3, purpose: .data, index: 5)
    let philox = Philox4x32(seed: 3)
    for block in UInt32(0)..<20 {
      let words = philox.block((block, 5, 0, 2 << 24))
      #expect(stream.next() == UInt64(words.0) | UInt64(words.1) << 32)
      #expect(stream.next() == UInt64(words.2) | UInt64(words.3) << 32)
    }
  }
}
