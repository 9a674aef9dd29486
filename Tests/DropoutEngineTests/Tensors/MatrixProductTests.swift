import CMaskKernels
import TestSupport
import Testing

@testable import DropoutEngine

struct MatrixProductTests {
  /// Around a tile's rows, a vector's lanes, a panel's columns and a block's depth.
  private static let sizes: [(rows: Int, columns: Int, depth: Int)] = [
    (1, 1, 1), (2, 3, 4), (12, 32, 8), (13, 33, 7), (11, 31, 9), (5, 16, 256), (7, 17, 257),
    (25, 47, 300), (3, 10, 0), (8, 64, 513), (1, 48, 5), (23, 1, 2),
  ]

  @Test("Products of any extents are those in double precision, on every kind of vector")
  func products() {
    for kernels in MaskKernels.available {
      for (index, size) in Self.sizes.enumerated() {
        for (turned, adds) in [(0, false), (1, false), (2, false), (3, true)] {
          let product = Product(size, seed: UInt64(index), turned: turned, adds: adds)
          let note = Comment(rawValue: "\(kernels.title) \(size) turned \(turned)")
          #expect(product.error(of: product.result(kernels)) < 1e-5, note)
        }
      }
    }
  }

  @Test("Processors that multiply and add at once agree to the bit")
  func bits() throws {
    let fused = MaskKernels.available.filter { $0.title.hasPrefix("avx") }
    for (index, size) in Self.sizes.enumerated() {
      let product = Product(size, seed: UInt64(index) + 50, turned: 1, adds: true)
      let results = fused.map { product.result($0).map(\.bitPattern) }
      #expect(Set(results).count <= 1, "\(size)")
    }
  }
}

/// Two matrices and what their product is added to.
private struct Product {
  let size: (rows: Int, columns: Int, depth: Int)
  let left: [Float]
  let right: [Float]
  let start: [Float]
  /// Bit 0: the left one is stored transposed; bit 1: the right one.
  let turned: Int
  let adds: Bool

  init(_ size: (rows: Int, columns: Int, depth: Int), seed: UInt64, turned: Int, adds: Bool) {
    var random = SplitMix64(state: seed)
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
    self.size = size
    left = numbers(size.rows * size.depth)
    right = numbers(size.depth * size.columns)
    start = numbers(size.rows * (size.columns + 3))
    (self.turned, self.adds) = (turned, adds)
  }

  private var stride: Int { size.columns + 3 }

  func result(_ kernels: MaskKernels) -> [Float] {
    var result = start
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        result.withUnsafeMutableBufferPointer { result in
          // Matrices without elements have no memory; the kernel reads nothing then.
          let here = UnsafePointer(result.baseAddress!)
          let a = left.baseAddress ?? here
          let b = right.baseAddress ?? here
          kernels.matrix_product(
            turned & 1 == 1
              ? MatrixView(a, rowsOf: size.rows).transposed : MatrixView(a, rowsOf: size.depth),
            turned & 2 == 2
              ? MatrixView(b, rowsOf: size.depth).transposed : MatrixView(b, rowsOf: size.columns),
            size.rows, size.columns, size.depth, result.baseAddress!, stride, adds)
        }
      }
    }
    return result
  }

  /// The largest difference over the square root of the depth; infinite where the gaps between rows
  /// were written.
  func error(of result: [Float]) -> Double {
    var worst = 0.0
    for row in 0..<size.rows {
      for column in 0..<stride {
        let place = row * stride + column
        guard column < size.columns else {
          if result[place] != start[place] { return .infinity }
          continue
        }
        var sum = adds ? Double(start[place]) : 0
        for term in 0..<size.depth {
          let a = turned & 1 == 1 ? left[term * size.rows + row] : left[row * size.depth + term]
          let b =
            turned & 2 == 2
            ? right[column * size.depth + term] : right[term * size.columns + column]
          sum += Double(a) * Double(b)
        }
        worst = max(
          worst, abs(sum - Double(result[place])) / Double(max(size.depth, 1)).squareRoot())
      }
    }
    return worst
  }
}
