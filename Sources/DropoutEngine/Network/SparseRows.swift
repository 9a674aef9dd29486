/// The non-zero elements of one matrix row after another, for products that skip zeros.
///
/// Behind a ReLU and a mask most activations are zero, so a product costs what is left. Skipping is
/// exact as long as the other factor is finite: 0 x infinity would be NaN. Callers say whether it is.
struct SparseRow<Scalar: NetworkScalar> {
  /// Where the rows of the other factor begin that the gathered elements multiply.
  private var offsets: [Int]
  private var values: [Scalar]
  private var count = 0
  /// Columns of the other factor.
  private let width: Int

  /// - Parameters:
  ///   - capacity: the longest row.
  ///   - width: columns of the matrix that rows are multiplied with.
  init(capacity: Int, width: Int) {
    offsets = Array(repeating: 0, count: capacity)
    values = Array(repeating: 0, count: capacity)
    self.width = width
  }

  /// Gathers `length` elements from `matrix`, from `start` in steps of `stride`.
  @inline(__always)
  mutating func gather(
    _ matrix: [Scalar], start: Int, stride: Int, length: Int, skippingZeros: Bool
  ) {
    precondition(length <= offsets.count && (length == 0 || start >= 0))
    precondition(length == 0 || start + (length - 1) * stride < matrix.count)
    let always = skippingZeros ? 0 : 1
    let width = width
    count = matrix.withUnsafeBufferPointer { matrix in
      offsets.withUnsafeMutableBufferPointer { offsets in
        values.withUnsafeMutableBufferPointer { values in
          guard let from = matrix.baseAddress, let offsets = offsets.baseAddress,
            let values = values.baseAddress
          else { return 0 }
          var count = 0
          var source = start
          for column in 0..<length {
            let value = from[source]
            offsets[count] = column &* width
            values[count] = value
            count &+= value != 0 ? 1 : always
            source &+= stride
          }
          return count
        }
      }
    }
  }

  /// Adds this row times `matrix` to `width` elements of `sum` from `offset`.
  @inline(__always)
  func accumulate(times matrix: [Scalar], into sum: inout [Scalar], at offset: Int) {
    precondition(offset >= 0 && offset + width <= sum.count)
    precondition(count == 0 || offsets[count - 1] + width <= matrix.count)
    matrix.withUnsafeBufferPointer { matrix in
      sum.withUnsafeMutableBufferPointer { sum in
        offsets.withUnsafeBufferPointer { offsets in
          values.withUnsafeBufferPointer { values in
            guard let from = matrix.baseAddress, let to = sum.baseAddress,
              let offsets = offsets.baseAddress, let values = values.baseAddress
            else { return }
            let terms = Terms(offsets: offsets, values: values, count: count)
            terms.accumulate(from, to + offset, width: width)
          }
        }
      }
    }
  }
}

/// A gathered row as pointers, for the loops that must not check bounds.
private struct Terms<Scalar: NetworkScalar> {
  let offsets: UnsafePointer<Int>
  let values: UnsafePointer<Scalar>
  let count: Int

  @inline(__always)
  func accumulate(
    _ matrix: UnsafePointer<Scalar>, _ sum: UnsafeMutablePointer<Scalar>, width: Int
  ) {
    var column = 0
    while column &+ 32 <= width {
      accumulate32(matrix + column, sum + column)
      column &+= 32
    }
    while column &+ 8 <= width {
      accumulate8(matrix + column, sum + column)
      column &+= 8
    }
    while column < width {
      var total = sum[column]
      for index in 0..<count { total += values[index] * matrix[offsets[index] &+ column] }
      sum[column] = total
      column &+= 1
    }
  }

  /// 32 columns: the sums of four vectors stay in registers over the whole row.
  @inline(__always)
  private func accumulate32(
    _ matrix: UnsafePointer<Scalar>, _ sum: UnsafeMutablePointer<Scalar>
  ) {
    var a = vector(sum)
    var b = vector(sum + 8)
    var c = vector(sum + 16)
    var d = vector(sum + 24)
    for index in 0..<count {
      let row = matrix + offsets[index]
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
  private func accumulate8(
    _ matrix: UnsafePointer<Scalar>, _ sum: UnsafeMutablePointer<Scalar>
  ) {
    var a = vector(sum)
    for index in 0..<count { a += values[index] * vector(matrix + offsets[index]) }
    store(a, sum)
  }
}
