extension Stages {
  /// The magnitude that 999 of 1000 finite values before the mask stay below, to a bin.
  package var reachBefore: Double? {
    let bins = before.bins
    let width = (range.high - range.low) / Double(max(1, bins.count))
    let most = [before.min, before.max].compactMap { $0 }.map(abs).max()
    let counted = bins.reduce(0.0) { $0 + Double(Swift.max(0, $1)) }
    let outside = Double(max(0, before.below)) + Double(max(0, before.above))
    guard counted > 0, width > 0, width.isFinite else { return most }
    var magnitudes = bins.enumerated().map { index, count in
      let low = range.low + Double(index) * width
      return (max(abs(low), abs(low + width)), Double(max(0, count)))
    }
    magnitudes.append((most ?? max(abs(range.low), abs(range.high)), outside))
    magnitudes.sort { $0.0 < $1.0 }
    var seen = 0.0
    for (magnitude, count) in magnitudes where count > 0 {
      seen += count
      if seen >= 0.999 * (counted + outside) { return most.map { min($0, magnitude) } ?? magnitude }
    }
    return most
  }
}
