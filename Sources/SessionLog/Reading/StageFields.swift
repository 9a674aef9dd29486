import DropoutEngine
import JSONText

/// The fields of one stage of a layer, in whatever order they come; a count that is missing is 0.
struct StageFields {
  private(set) var statistics = StageStatistics(
    mean: nil, sd: nil, min: nil, max: nil, zeros: 0, nan: 0, inf: 0, below: 0, above: 0, bins: [])
  private var low: Double?
  private var high: Double?

  init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    var fields = StageFields()
    try scanner.object { (scanner, key) throws(BrokenLine) in
      try fields.take(key, from: &scanner)
    }
    if let low = fields.low, let high = fields.high, low > high {
      throw BrokenLine("lo should not be above hi")
    }
    self = fields
  }

  private init() {}

  /// The axis; 0...1 where the log has none, which happens when nothing finite was seen.
  var range: HistogramRange {
    guard let low, let high else { return HistogramRange(low: 0, high: 1) }
    return HistogramRange(low: low, high: high)
  }

  /// The largest of all counts, so that their sum can be told to be small before it is taken.
  var largestCount: Int {
    let s = statistics
    return max(s.zeros, s.nan, s.inf, s.below, s.above, s.bins.max() ?? 0)
  }

  private mutating func take(_ key: String, from scanner: inout JSONScanner) throws(BrokenLine) {
    switch key {
    case "mean": statistics.mean = try scanner.double("mean")
    case "sd": statistics.sd = try scanner.double("sd")
    case "min": statistics.min = try scanner.double("min")
    case "max": statistics.max = try scanner.double("max")
    case "zeros": statistics.zeros = try scanner.integer("zeros")
    case "nan": statistics.nan = try scanner.integer("nan")
    case "inf": statistics.inf = try scanner.integer("inf")
    case "lo": low = try scanner.double("lo")
    case "hi": high = try scanner.double("hi")
    case "below": statistics.below = try scanner.integer("below")
    case "above": statistics.above = try scanner.integer("above")
    case "bins": statistics.bins = try scanner.integers(limit: LogLimits.bins, "a bin")
    default: try scanner.skip()
    }
  }
}
