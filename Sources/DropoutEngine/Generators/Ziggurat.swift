internal import RealModule

/// Standard normal numbers by the ziggurat of 256 layers (G. Marsaglia and W. Tsang, 2000), as NumPy's
/// `Generator.standard_normal` takes them from 64-bit words.
struct Ziggurat: Sendable {
  /// Where the tail begins.
  private static let edge = 3.6541528853610088

  /// For each layer: what a whole number of 52 bits is multiplied by, below which one it is taken at
  /// once, and the height of the curve.
  private let widths: [Double]
  private let limits: [UInt64]
  private let heights: [Double]

  static let standard = Ziggurat()

  private init() {
    let edge = Self.edge
    let height = Double.exp(-edge * edge / 2)
    // The area of a layer: that of the lowest, with its tail.
    let tail = (Double.pi / 2).squareRoot() * Double.erfc(edge / 2.0.squareRoot())
    let area = edge * height + tail
    var widths = [Double](repeating: 0, count: 256)
    var limits = [UInt64](repeating: 0, count: 256)
    var heights = [Double](repeating: 0, count: 256)
    let base = area / height
    widths[0] = base * 0x1p-52
    limits[0] = UInt64(edge / base * 0x1p52)
    heights[0] = 1
    widths[255] = edge * 0x1p-52
    heights[255] = height
    var (inner, outer) = (edge, edge)
    for layer in stride(from: 254, through: 1, by: -1) {
      inner = (-2 * Double.log(area / inner + Double.exp(-inner * inner / 2))).squareRoot()
      limits[layer + 1] = UInt64(inner / outer * 0x1p52)
      outer = inner
      heights[layer] = Double.exp(-inner * inner / 2)
      widths[layer] = inner * 0x1p-52
    }
    (self.widths, self.limits, self.heights) = (widths, limits, heights)
  }

  /// The next number.
  func next(_ words: inout PCG64) -> Double {
    while true {
      var word = words.next()
      let layer = Int(word & 0xff)
      word >>= 8
      let isNegative = word & 1 == 1
      let size = word >> 1 & 0x000f_ffff_ffff_ffff
      let number = (isNegative ? -1 : 1) * Double(size) * widths[layer]
      if size < limits[layer] { return number }
      if layer == 0 {
        let far = Self.edge + tail(&words)
        return size >> 8 & 1 == 1 ? -far : far
      }
      let height = (heights[layer - 1] - heights[layer]) * uniform(&words) + heights[layer]
      if height < Double.exp(-number * number / 2) { return number }
    }
  }

  /// How far beyond the edge, by rejection (G. Marsaglia, 1964).
  private func tail(_ words: inout PCG64) -> Double {
    while true {
      let x = -Double.log(onePlus: -uniform(&words)) / Self.edge
      let y = -Double.log(onePlus: -uniform(&words))
      if y + y > x * x { return x }
    }
  }

  private func uniform(_ words: inout PCG64) -> Double { Double(words.next() >> 11) * 0x1p-53 }
}
