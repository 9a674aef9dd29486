/// How a kernel slides over a map: two axes, of which a map of one axis has the first at 1.
struct Window: Sendable, Equatable {
  /// Rows and columns.
  struct Pair: Sendable, Equatable {
    var rows: Int
    var columns: Int

    init(_ rows: Int, _ columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  var kernel: Pair
  var stride = Pair(1, 1)
  var padding = Pair(0, 0)
  var dilation = Pair(1, 1)

  /// The places of the kernel on a map, PyTorch's floor; zero or less where it does not fit.
  func places(on map: Pair) -> Pair {
    Pair(
      Self.places(map.rows, kernel.rows, stride.rows, padding.rows, dilation.rows),
      Self.places(map.columns, kernel.columns, stride.columns, padding.columns, dilation.columns))
  }

  private static func places(
    _ extent: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int
  ) -> Int {
    let room = extent + 2 * padding - dilation * (kernel - 1) - 1
    return room < 0 ? 0 : room / stride + 1
  }
}
