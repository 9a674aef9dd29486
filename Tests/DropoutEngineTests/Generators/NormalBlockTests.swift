import CMaskKernels
import RealModule
import TestSupport
import Testing

@testable import DropoutEngine

/// Normal numbers of uniforms, on every kind of vector that this processor has.
struct NormalBlockTests {
  private static let uniforms: [Double] = {
    var random = SplitMix64(state: 11)
    let edges = [0, 0x1p-53, 0x1p-24, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]
    let last = 1 - 0x1p-53
    return edges + [last] + (0..<16 * 4000 - 11).map { _ in Double(random.next() >> 11) * 0x1p-53 }
  }()

  @Test func `they are those of the C library's logarithm, sine and cosine, rounded`() {
    let (uniforms, sd) = (Self.uniforms, 0.5)
    for kernels in MaskKernels.available {
      let normals = [Float](writing: uniforms.count) { normals in
        kernels.normal_blocks(uniforms, sd, normals, uniforms.count / 16)
      }
      for place in uniforms.indices where place % 16 < 8 {
        let radius = Double.sqrt(-2 * Double.log(1 - uniforms[place]))
        let angle = 2 * Double.pi * uniforms[place + 8]
        let pair = [radius * Double.cos(angle) * sd + 1, radius * Double.sin(angle) * sd + 1]
        for (offset, number) in zip([0, 8], pair) {
          let (own, other) = (normals[place + offset], Float(number))
          // A double's last bit decides about a float's once in 2^28 numbers.
          #expect(abs(own - other) <= other.ulp, "\(kernels.title), at \(place)")
        }
      }
    }
  }

  @Test func `all processors come to the same bits`() {
    let all = MaskKernels.available.map { kernels in
      [Float](writing: Self.uniforms.count) { normals in
        kernels.normal_blocks(Self.uniforms, 1.5, normals, Self.uniforms.count / 16)
      }.map(\.bitPattern)
    }
    #expect(Set(all).count == 1)
  }
}
