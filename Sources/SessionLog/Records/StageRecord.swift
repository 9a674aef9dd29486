import DropoutEngine
import JSONText

/// One stage of a site's entry, both ways; a count that is missing is 0.
struct StageRecord {
  private(set) var statistics = StageStatistics(
    mean: nil, sd: nil, min: nil, max: nil, zeros: 0, nan: 0, inf: 0, below: 0, above: 0, bins: [])
  private var largestBin = 0
  private var low: Double?
  private var high: Double?

  /// Reads a stage; nil for `null`.
  ///
  /// - Parameter detail: of a point, only the mean and the sd are wanted.
  init?(_ scanner: inout JSONScanner, _ detail: LogDetail) throws(BrokenLine) {
    if scanner.takeNull() { return nil }
    switch detail {
    case .point: try takeMoments(from: &scanner)
    case .whole, .withoutBins:
      try scanner.object { (scanner, key) throws(BrokenLine) in
        try take(key, from: &scanner, detail)
      }
    }
    if let low, let high, low > high { throw BrokenLine("lo should not be above hi") }
  }

  /// The axis; 0...1 where the log has none, which happens when nothing finite was seen.
  var range: HistogramRange {
    guard let low, let high else { return HistogramRange(low: 0, high: 1) }
    return HistogramRange(low: low, high: high)
  }

  /// The largest of all counts, so that their sum can be told to be small before it is taken.
  var largestCount: Int {
    let s = statistics
    return max(s.zeros, s.nan, s.inf, s.below, s.above, largestBin)
  }

  private mutating func takeMoments(from scanner: inout JSONScanner) throws(BrokenLine) {
    var missing = 2
    try scanner.object(until: { (scanner, key) throws(BrokenLine) in
      switch key {
      case "mean": statistics.mean = try scanner.finite("mean")
      case "sd": statistics.sd = try scanner.finite("sd")
      default:
        try scanner.passOver()
        return false
      }
      missing -= 1
      return missing <= 0
    })
  }

  private mutating func take(
    _ key: String, from scanner: inout JSONScanner, _ detail: LogDetail
  ) throws(BrokenLine) {
    switch key {
    case "mean": statistics.mean = try scanner.finite("mean")
    case "sd": statistics.sd = try scanner.finite("sd")
    case "min": statistics.min = try scanner.finite("min")
    case "max": statistics.max = try scanner.finite("max")
    case "zeros": statistics.zeros = try scanner.integer("zeros")
    case "nan": statistics.nan = try scanner.integer("nan")
    case "inf": statistics.inf = try scanner.integer("inf")
    case "lo": low = try scanner.finite("lo")
    case "hi": high = try scanner.finite("hi")
    case "below": statistics.below = try scanner.integer("below")
    case "above": statistics.above = try scanner.integer("above")
    case "bins" where detail == .withoutBins:
      let total = try scanner.total(limit: LogLimits.bins, "a bin")
      (statistics.bins, largestBin) = ([total.sum], total.largest)
    case "bins":
      statistics.bins = try scanner.integers(limit: LogLimits.bins, "a bin")
      largestBin = statistics.bins.max() ?? 0
    default: try scanner.skip()
    }
  }
}

extension LineBuffer {
  /// Appends a stage as an object.
  mutating func append(_ stage: StageStatistics, over range: HistogramRange) {
    append(#"{"mean":"#, stage.mean)
    append(#","sd":"#, stage.sd)
    append(#","min":"#, stage.min)
    append(#","max":"#, stage.max)
    append(#","zeros":"#, stage.zeros)
    append(#","nan":"#, stage.nan)
    append(#","inf":"#, stage.inf)
    append(#","lo":"#, range.low)
    append(#","hi":"#, range.high)
    append(#","below":"#, stage.below)
    append(#","above":"#, stage.above)
    append(#","bins":"#)
    append(stage.bins)
    append(UInt8(ascii: "}"))
  }
}
