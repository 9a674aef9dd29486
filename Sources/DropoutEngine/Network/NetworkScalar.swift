internal import CMaskKernels
internal import RealModule

/// A floating type that networks compute in: `Float` for simulations, `Double` to check gradients.
protocol NetworkScalar: BinaryFloatingPoint, Codable, ElementaryFunctions, SIMDScalar, Sendable {
  /// Bit `i` is set where lane `i` is not zero or less; NaN is set.
  ///
  /// A requirement because lanes are compared at once only where their type is concrete.
  static func openBits(of eight: SIMD8<Self>) -> UInt64

  /// c = a b, or c += a b, by the kernels for matrices; false where this type has none, and then nothing
  /// was done. Transposed factors are stored columns for rows.
  static func multiply(
    _ a: [Self], transposed isTurned: Bool, _ b: [Self], transposed isOtherTurned: Bool,
    _ size: ProductSize, into c: inout [Self], adding: Bool
  ) -> Bool
}

extension NetworkScalar {
  static func multiply(
    _ a: [Self], transposed isTurned: Bool, _ b: [Self], transposed isOtherTurned: Bool,
    _ size: ProductSize, into c: inout [Self], adding: Bool
  ) -> Bool { false }
}

extension Float: NetworkScalar {
  static func multiply(
    _ a: [Float], transposed isTurned: Bool, _ b: [Float], transposed isOtherTurned: Bool,
    _ size: ProductSize, into c: inout [Float], adding: Bool
  ) -> Bool {
    precondition(a.count == size.rows * size.depth && b.count == size.depth * size.columns)
    precondition(c.count == size.rows * size.columns)
    a.reading { a in
      b.reading { b in
        c.writing { c in
          DropoutEngine.multiply(
            isTurned
              ? MatrixView(a, rowsOf: size.rows).transposed : MatrixView(a, rowsOf: size.depth),
            isOtherTurned
              ? MatrixView(b, rowsOf: size.depth).transposed : MatrixView(b, rowsOf: size.columns),
            size, into: c, stride: size.columns, adding: adding)
        }
      }
    }
    return true
  }

  @inline(__always)
  static func openBits(of eight: SIMD8<Float>) -> UInt64 {
    // Powers of two add up to the byte of eight decisions, exactly, in floats too.
    let weights = SIMD8<Float>(1, 2, 4, 8, 16, 32, 64, 128)
    let chosen = weights.replacing(with: 0, where: eight .<= 0)
    let four = chosen.lowHalf + chosen.highHalf
    let two = four.lowHalf + four.highHalf
    return UInt64(two[0] + two[1])
  }
}

extension Double: NetworkScalar {
  static func openBits(of eight: SIMD8<Double>) -> UInt64 {
    var bits: UInt64 = 0
    for lane in 0..<8 where !(eight[lane] <= 0) { bits |= 1 << UInt64(lane) }
    return bits
  }
}
