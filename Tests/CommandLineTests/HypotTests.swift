import CGlibcFloor
import RealModule
import Testing

@Test("The program's own hypot is exact where the answer is, and keeps infinities and NaN apart")
func hypotIsExact() {
  for exponent in [-1074, -1000, -511, 0, 511, 1000, 1020] {
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    for (x, y, length) in [(3.0, 4.0, 5.0), (-5, 12, 13), (8, -15, 17), (0, 7, 7)]
    where (length * scale).isFinite {
      #expect(Double.hypot(x * scale, y * scale) == length * scale, "\(x), \(y), 2^\(exponent)")
    }
  }
  let tiny = Float.leastNonzeroMagnitude
  #expect(Float.hypot(3e30, 4e30) == 5e30 && Float.hypot(3 * tiny, 4 * tiny) == 5 * tiny)
  #expect(Double.hypot(.greatestFiniteMagnitude, .greatestFiniteMagnitude) == .infinity)
  #expect(Double.hypot(-.infinity, .nan) == .infinity && Float.hypot(.nan, .infinity) == .infinity)
  #expect(Double.hypot(.nan, 1).isNaN && Float.hypot(1, .nan).isNaN)
}

@Test("The program's own hypot is the nearest number, or at most its neighbour")
func hypotIsNear() {
  var random = SystemRandomNumberGenerator()
  for _ in 0..<10_000 {
    let x = Double.random(in: -1e3...1e3, using: &random)
    let y = Double.random(in: -1e3...1e3, using: &random)
    let length = Double.hypot(x, y)
    // (h - x)(h + x) - y² in exact steps: how far h² is from x² + y².
    let product = length * length
    let rest = (-product).addingProduct(length, length)
    let squares = x * x
    let more = (-squares).addingProduct(x, x)
    let other = y * y
    let further = (-other).addingProduct(y, y)
    let error = (product - squares - other) + (rest - more - further)
    #expect(abs(error) <= 2 * length * length.ulp * 1.01, "\(x), \(y)")
  }
}
