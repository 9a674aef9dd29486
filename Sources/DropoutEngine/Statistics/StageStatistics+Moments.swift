extension StageStatistics {
  /// The means of x³ and x⁴, from the bins: within a bin the values are taken to lie evenly. Nil
  /// where some values lie in no bin.
  func higherMoments(on range: HistogramRange) -> (third: Double, fourth: Double)? {
    let width = (range.high - range.low) / Double(bins.count)
    guard !bins.isEmpty, below == 0, above == 0, nan == 0, inf == 0, width > 0, width.isFinite
    else { return nil }
    // Zeros stand in a bin, too, and add nothing.
    let place = -range.low / width
    let zeroBin = 0...Double(bins.count) ~= place ? Swift.min(bins.count - 1, Int(place)) : -1
    var (third, fourth, count) = (0.0, 0.0, 0.0)
    let square = width * width
    for (index, all) in bins.enumerated() where all > 0 {
      count += Double(all)
      let others = Double(index == zeroBin ? Swift.max(0, all - zeros) : all)
      guard others > 0 else { continue }
      let centre = range.low + (Double(index) + 0.5) * width
      let centreSquare = centre * centre
      third += others * centre * (centreSquare + square / 4)
      fourth += others * (centreSquare * (centreSquare + square / 2) + square * square / 80)
    }
    return count > 0 ? (third / count, fourth / count) : nil
  }
}
