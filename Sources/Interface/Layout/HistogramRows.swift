/// How the rows of a histogram's box are used.
struct HistogramRows {
  let plot: Int
  /// The axis, and a row of its own for its labels where there is room.
  let axis: Int

  init(_ height: Int) {
    axis = height >= 9 ? 2 : 1
    plot = max(0, height - axis - (height >= 6 ? 2 : 1))
  }
}
