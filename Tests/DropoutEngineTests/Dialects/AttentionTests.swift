import TestSupport
import Testing

@testable import DropoutEngine

/// Attention kernels beside the values of dialects-2.md 10, which an H100 draws too; golden files
/// hold what it printed.
struct AttentionTests {
  private func mask(
    _ dialect: String, _ shape: [Int], _ rate: Double, philox: PhiloxState? = nil
  ) throws -> Mask {
    var generator = try Dialect.named(dialect).generator(seed: 42)
    var call = MaskCall(shape: shape, rate: .known(rate), at: DrawSite(call: 1, layer: 0))
    call.philox = philox
    let mask = generator.mask(call)
    return try #require(mask)
  }

  @Test("Seven rounds of Philox are those of its authors")
  func rounds() {
    let words = Philox4x32(seed: 0).block((0, 0, 0, 0), rounds: 7)
    #expect(words == (0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48))
  }

  @Test("FlashAttention's masks, also from another offset")
  func flash() throws {
    let first = try mask("flash-attention", [1, 1, 16, 32], 0.5)
    #expect(first.text.prefix(32) == "00101101001010100000001110000010" && first.kept == 235)
    let second = try mask("flash-attention:offset=4", [2, 3, 40, 72], 0.1)
    #expect(second.kept == 15_595 && second.sha256.hasPrefix("1ba6351e80d4b3e1"))
  }

  @Test("The memory-efficient kernel's masks, also from another offset")
  func memEfficient() throws {
    let first = try mask("mem-efficient-attention", [1, 1, 4, 8], 0.5)
    #expect(first.text == "10001010111111100100000001000000")
    let second = try mask("mem-efficient-attention:offset=4", [2, 3, 40, 72], 0.1)
    #expect(second.kept == 15_611 && second.sha256.hasPrefix("6060e69fb83609b8"))
    // Offsets of PyTorch are multiples of 4, those of others need not be.
    let all = try mask("mem-efficient-attention", [100], 0.1)
    for offset in 0..<9 {
      let part = try mask("mem-efficient-attention:offset=\(offset)", [90], 0.1)
      #expect(part.text == all.text.dropFirst(offset).prefix(90))
    }
  }

  @Test(
    "A seed and an offset that the kernel gave back draw the same as the generator there",
    arguments: ["flash-attention", "mem-efficient-attention"])
  func state(name: String) throws {
    let given = PhiloxState(seed: 42, offset: 64)
    let mask64 = try mask("\(name):offset=64", [3, 20, 50], 0.3)
    #expect(try mask(name, [3, 20, 50], 0.3, philox: given) == mask64)
  }

  @Test("FlashAttention drops a multiple of 1/256, at 0.6 one more than exact arithmetic would")
  func quantised() {
    let limits = [0.01, 0.1, 0.15, 0.3, 0.5, 0.6, 1.0 / 3, 0.95].map {
      FlashAttention.limit(.known($0))
    }
    #expect(limits == [252, 229, 216, 178, 127, 101, 169, 12])
  }

  @Test("Shapes of any number of axes are queries and keys, with heads before them")
  func shapes() throws {
    for name in ["flash-attention", "mem-efficient-attention"] {
      let long = try mask(name, [6, 17, 40], 0.3)
      #expect(try mask(name, [2, 3, 17, 40], 0.3) == long)
      #expect(try mask(name, [40], 0.3).text == long.text.prefix(40))
    }
  }
}
