internal import CMaskKernels

extension MatrixView {
  /// A matrix whose rows stand one after another, `stride` numbers apart.
  init(_ base: UnsafePointer<Float>, rowsOf stride: Int) {
    self.init(base: base, row: stride, column: 1)
  }

  init(_ base: UnsafeMutablePointer<Float>, rowsOf stride: Int) {
    self.init(UnsafePointer(base), rowsOf: stride)
  }

  /// The same numbers, rows for columns.
  var transposed: MatrixView { MatrixView(base: base, row: column, column: row) }
}

/// The extents of a product of matrices: rows x depth times depth x columns.
struct ProductSize {
  var rows: Int
  var columns: Int
  var depth: Int

  init(_ rows: Int, _ columns: Int, depth: Int) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
  }
}

/// Overwrites a matrix, whose rows are `stride` numbers apart, with the product of two others, or adds
/// the product to it.
///
/// Sums are taken in an order that the depth alone fixes; processors that multiply and add at once,
/// with one rounding, agree to the bit.
func multiply(
  _ a: MatrixView, _ b: MatrixView, _ size: ProductSize, into c: UnsafeMutablePointer<Float>,
  stride: Int, adding: Bool = false
) {
  MaskKernels.best.matrix_product(
    a, b, size.rows, size.columns, size.depth, c, stride, adding)
}

extension Array where Element == Float {
  /// Room for so many numbers that are all about to be written.
  init(writing count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress, count > 0 { body(base) }
      initialized = count
    }
  }

  /// The numbers as memory; empty arrays have none and are left alone.
  @inline(__always)
  func reading(_ body: (UnsafePointer<Float>) -> Void) {
    withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
  }

  /// The numbers as memory to write in; empty arrays have none and are left alone.
  @inline(__always)
  mutating func writing(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeMutableBufferPointer { if let base = $0.baseAddress { body(base) } }
  }
}
