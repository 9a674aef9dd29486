import Testing

@testable import DropoutEngine

/// Rules of CUDA that golden masks reach by luck only: what rounds to 1 is 0 (dialects-2.md 8).
struct TorchCUDATests {
  private func call(
    _ operation: MaskOperation, _ rate: Double, _ type: ElementType = .float32
  ) -> MaskCall {
    var call = MaskCall(shape: [40], rate: .known(rate), at: DrawSite(call: 1, layer: 0))
    call.operation = operation
    call.type = type
    return call
  }

  /// The value of `torch.rand` for a number drawn, step by step.
  private func rand(_ number: UInt64, _ type: ElementType) -> Double {
    if type == .float64 {
      let value = Double(number) * 0x1p-53 + 0x1p-54
      return value == 1 ? 0 : value
    }
    let value = type.rounded(Double(Float(Double(Float(number)) * 0x1p-32 + 0x1p-33)))
    return value == 1 ? 0 : Double(value)
  }

  @Test(
    "A comparison with torch.rand keeps the numbers that it says", arguments: ElementType.allCases)
  func comparisons(type: ElementType) {
    let bits: UInt64 = type == .float64 ? 53 : 32
    let end: UInt64 = 1 << bits
    let numbers =
      [0, 1, end - 1, end - 2, end - 128, end - 129, end - 1 << 20, end - 1 << 23, end - 1 << 24]
      + (1..<200).map { end / 200 * $0 }
    for rate in [0, 1e-30, 0.1, 0.3, 0.5, 0.999, 1] {
      let given = type == .float64 ? rate : Double(type.rounded(rate))
      let keep = type == .float64 ? 1 - rate : Double(type.rounded(1 - rate))
      let above = CUDAKernel.uniform.range(call(.aboveRate, rate, type))
      let notBelow = CUDAKernel.uniform.range(call(.notBelowRate, rate, type))
      let below = CUDAKernel.uniform.range(call(.belowKeep, rate, type))
      for number in numbers {
        let value = rand(number, type)
        #expect(above.keeps(number) == (value > given), "\(value) > \(given), \(number)")
        #expect(notBelow.keeps(number) == (value >= given), "\(value) >= \(given), \(number)")
        #expect(below.keeps(number) == (value < keep), "\(value) < \(keep), \(number)")
      }
    }
  }

  @Test("An offset goes on where earlier calls end")
  func offset() throws {
    var first = try Dialect.torchCUDA.generator(seed: 5)
    for _ in 0..<2 { _ = first.mask(call(.standard, 0.5)) }
    #expect(first.upcoming == .offset(8))
    var later = try Dialect.named("torch-cuda:offset=8").generator(seed: 5)
    let (expected, mask) = (first.mask(call(.inPlace, 0.3)), later.mask(call(.inPlace, 0.3)))
    #expect(mask == expected && mask != nil)
  }

  @Test("In place, another mask is drawn, and elements that start askew are taken one by one")
  func operations() throws {
    func text(_ operation: MaskOperation, offset: Int = 0) throws -> String {
      var call = call(operation, 0.5)
      call.storageOffset = offset
      var generator = try Dialect.torchCUDA.generator(seed: 42)
      let mask = generator.mask(call)
      return try #require(mask).text
    }
    #expect(try text(.inPlace).prefix(36) == "011111010110011101011001111101110110")
    #expect(try text(.aboveRate).prefix(36) == "100000101001100010100110000010001001")
    #expect(try text(.sliced) == text(.inPlace) && text(.standard, offset: 1) == text(.inPlace))
    #expect(try text(.standard, offset: 4) == text(.standard))
    #expect(try text(.standard) != text(.inPlace))
  }
}
