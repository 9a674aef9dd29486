/// How the rows of a histogram's box are used.
struct HistogramRows {
  let plot: Int
  /// The axis, and a row of its own for its labels where there is room.
  let axis: Int

  /// - Parameter isWide: the numbers fit side by side, so that two rows hold them all.
  init(_ height: Int, isWide: Bool) {
    let numbers = height >= 8 && !isWide ? 3 : height >= 6 ? 2 : 1
    axis = height >= 7 + numbers ? 2 : 1
    plot = max(0, height - axis - numbers)
  }
}
