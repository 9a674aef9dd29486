import CMaskKernels
import Testing

@testable import DropoutEngine

/// Masks times activations, on every kind of vector, against one product at a time.
struct MaskProductTests {
  /// Activations of every kind that a product treats in its own way.
  private func activations(_ count: Int) -> [Float] {
    let special: [Float] = [.nan, .infinity, -.infinity, -0.0, 0, .leastNonzeroMagnitude, -3]
    return (0..<count).map { $0 % 11 < 7 ? special[$0 % 11] : Float($0) - 500.25 }
  }

  /// Bits, so that NaN is NaN and -0 is not 0; which NaN it is nobody promises.
  private func bits(_ values: [Float]) -> [UInt32] {
    values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }

  private func expected(_ values: [Float], _ mask: Mask, _ scale: Float) -> [UInt32] {
    bits(values.indices.map { values[$0] * (mask[$0] ? 1 : 0) * scale })
  }

  @Test("A product is x * m * scale to the bit, at every size", arguments: boundarySizes + [1000])
  func product(size: Int) {
    let values = activations(size)
    let mask = Mask((0..<size).map { $0 % 3 != 1 })
    for kernels in MaskKernels.available {
      // One more than there are, which must stay.
      var product = [Float](repeating: 7, count: size + 1)
      kernels.product(mask.words + [0], values, 1.25, &product, size)
      #expect(product.removeLast() == 7)
      #expect(bits(product) == expected(values, mask, 1.25), "\(kernels.title)")
    }
  }

  @Test("A mask that is drawn and multiplied at once is the mask that is drawn alone")
  func drawnAtOnce() {
    let site = DrawSite(call: 9, layer: 1)
    let philox = Philox4x32(seed: 77)
    for size in boundarySizes + [1023, 1024, 8191, 8192, 8193, 9216, 16_385, 30_000] {
      let values = activations(size)
      // One, two, four and eight planes, without and with ties.
      for limit: UInt64 in [1 << 39, 3 << 38, 5 << 36, 77 << 32, 109_951_162_778] {
        let mask = philox.maskOfPlanes(count: size, limit: limit, at: site)
        for kernels in MaskKernels.available {
          var product = [Float](repeating: 7, count: size)
          values.withUnsafeBufferPointer { values in
            product.withUnsafeMutableBufferPointer {
              philox.productOfPlanes(
                values, limit: limit, at: site, scale: 1.25, into: $0, kernels: kernels)
            }
          }
          let place: Comment = "size \(size), limit \(limit), \(kernels.title)"
          #expect(bits(product) == expected(values, mask, 1.25), place)
        }
      }
    }
  }

  @Test("A call into storage that is there gives what a call gives", arguments: [0, 0.1, 0.5, 1])
  func intoStorage(rate: Double) throws {
    for name in ["philox", "torch"] {
      for (mode, phase) in [(Mode.inverted, Phase.train), (.vanilla, .train), (.vanilla, .eval)] {
        var layer = try Dropout(p: rate, mode: mode)
        layer.phase = phase
        var input = Tensor(shape: [30, 40], values: activations(1200))
        var output = Tensor(shape: [30, 40], values: Array(repeating: 7, count: 1200))
        var first: any MaskGenerator = try Dialect.named(name).generator(seed: 5)
        var second = first
        let site = DrawSite(call: 1, layer: 0)
        layer.forward(input, into: &output, drawing: &first, at: site)
        let result = layer.forward(&input, drawing: &second, at: site)
        #expect(bits(output.values) == bits(result.values), "\(name), \(mode), \(phase)")
        #expect(first.upcoming == second.upcoming)
      }
    }
  }
}
