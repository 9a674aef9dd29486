/// The non-zero elements of one matrix row after another, for products that skip zeros.
///
/// Behind a ReLU and a mask most activations are zero, so a product costs what is left. Skipping is
/// exact as long as the other factor is finite: 0 x infinity would be NaN. Callers say whether it is.
struct SparseRow<Scalar: NetworkScalar> {
  private var columns: [Int]
  private var values: [Scalar]
  private var count = 0

  init(capacity: Int) {
    columns = Array(repeating: 0, count: capacity)
    values = Array(repeating: 0, count: capacity)
  }

  /// Gathers `length` elements from `matrix`, from `start` in steps of `stride`.
  @inline(__always)
  mutating func gather(
    _ matrix: [Scalar], start: Int, stride: Int, length: Int, skippingZeros: Bool
  ) {
    precondition(length <= columns.count && (length == 0 || start >= 0))
    precondition(length == 0 || start + (length - 1) * stride < matrix.count)
    let always = skippingZeros ? 0 : 1
    count = 0
    for column in 0..<length {
      let value = matrix[start + column * stride]
      columns[count] = column
      values[count] = value
      count += value != 0 ? 1 : always
    }
  }

  /// Adds this row times `matrix` (rows of `width`) to `width` elements of `sum` from `offset`.
  @inline(__always)
  func accumulate(times matrix: [Scalar], width: Int, into sum: inout [Scalar], at offset: Int) {
    precondition(matrix.count % width == 0 && offset >= 0 && offset + width <= sum.count)
    matrix.withUnsafeBufferPointer { matrix in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let from = matrix.baseAddress, let to = sum.baseAddress else { return }
        accumulate(from, width, to + offset)
      }
    }
  }

  @inline(__always)
  private func accumulate(
    _ matrix: UnsafePointer<Scalar>, _ width: Int, _ sum: UnsafeMutablePointer<Scalar>
  ) {
    var column = 0
    while column + 32 <= width {
      accumulate4(matrix + column, width, sum + column)
      column += 32
    }
    while column + 8 <= width {
      accumulate1(matrix + column, width, sum + column)
      column += 8
    }
    for rest in column..<width {
      var total = sum[rest]
      for index in 0..<count { total += values[index] * matrix[columns[index] * width + rest] }
      sum[rest] = total
    }
  }

  /// 32 columns: the sums of four vectors stay in registers over the whole row.
  @inline(__always)
  private func accumulate4(
    _ matrix: UnsafePointer<Scalar>, _ width: Int, _ sum: UnsafeMutablePointer<Scalar>
  ) {
    var a = vector(sum)
    var b = vector(sum + 8)
    var c = vector(sum + 16)
    var d = vector(sum + 24)
    for index in 0..<count {
      let row = matrix + columns[index] * width
      let value = values[index]
      a += value * vector(row)
      b += value * vector(row + 8)
      c += value * vector(row + 16)
      d += value * vector(row + 24)
    }
    store(a, sum)
    store(b, sum + 8)
    store(c, sum + 16)
    store(d, sum + 24)
  }

  @inline(__always)
  private func accumulate1(
    _ matrix: UnsafePointer<Scalar>, _ width: Int, _ sum: UnsafeMutablePointer<Scalar>
  ) {
    var a = vector(sum)
    for index in 0..<count {
      a += values[index] * vector(matrix + columns[index] * width)
    }
    store(a, sum)
  }
}

/// Eight numbers from memory, at any alignment.
@inline(__always)
func vector<Scalar: SIMDScalar>(_ pointer: UnsafePointer<Scalar>) -> SIMD8<Scalar> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Scalar>.self)
}

@inline(__always)
func vector<Scalar: SIMDScalar>(_ pointer: UnsafeMutablePointer<Scalar>) -> SIMD8<Scalar> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Scalar>.self)
}

/// Eight numbers to memory, at any alignment.
@inline(__always)
func store<Scalar: SIMDScalar>(_ value: SIMD8<Scalar>, _ pointer: UnsafeMutablePointer<Scalar>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Scalar>.self)
}
