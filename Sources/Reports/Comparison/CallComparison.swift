public import DropoutEngine

/// Compares a recorded call with the same call simulated again.
public struct CallComparison {
  /// How far statistics may lie apart: of the larger of the two and 1. With 0 they are the same
  /// number, which holds on the machine that wrote the log; logarithms and square roots of another
  /// may end in other digits.
  public var tolerance: Double

  /// A comparison.
  public init(tolerance: Double = 0) { self.tolerance = tolerance }

  /// The first difference, masks before all else; nil when there is none.
  public func firstDifference(_ recorded: ForwardCall, _ simulated: ForwardCall) -> Mismatch? {
    var found = Finder(call: recorded.number, tolerance: tolerance)
    found.settings(recorded, simulated)
    for (a, b) in zip(recorded.sites, simulated.sites) { found.mask(a, b) }
    for (a, b) in zip(recorded.sites, simulated.sites) { found.numbers(a, b) }
    found.site = nil
    found.compare("epoch", recorded.epoch, simulated.epoch)
    found.compare("loss", recorded.loss, simulated.loss)
    found.compare("held_out", recorded.heldOut, simulated.heldOut)
    return found.mismatch
  }

  /// The first difference between a session record and that of the simulation it stands for.
  public func firstDifference(_ recorded: SessionHeader, _ simulated: SessionHeader) -> Mismatch? {
    var found = Finder(call: nil, tolerance: tolerance)
    found.compare("network", recorded.widths, simulated.widths)
    found.compare("layers", recorded.sites.map(\.name), simulated.sites.map(\.name))
    for (a, b) in zip(recorded.sites, simulated.sites) {
      found.site = a.name
      found.compare("kind", a.kind, b.kind)
      found.compare("shape", a.shape, b.shape)
      found.compare("rate", a.rate?.value, b.rate?.value)
    }
    return found.mismatch
  }
}

/// Goes through two calls side by side and keeps the first difference.
private struct Finder {
  var call: Int?
  var tolerance: Double
  var site: String?
  var mismatch: Mismatch?

  mutating func settings(_ a: ForwardCall, _ b: ForwardCall) {
    compare("phase", a.phase.rawValue, b.phase.rawValue)
    compare("mode", a.mode?.rawValue, b.mode?.rawValue)
    compare("layers", names(a), names(b))
  }

  mutating func mask(_ a: SiteCall, _ b: SiteCall) {
    site = a.name
    compare("shape", a.shape, b.shape)
    compare("rate", a.rate?.value, b.rate?.value)
    guard mismatch == nil else { return }
    if case .unrecorded(let digest?, _) = a.draw, let simulated = b.mask {
      return compare("digest", digest, simulated.digest)
    }
    if a.factors != nil || b.factors != nil { return factors(a, b) }
    guard let recorded = a.mask, let simulated = b.mask else {
      return compare("mask", a.mask == nil ? "none" : "one", b.mask == nil ? "none" : "one")
    }
    guard recorded.count == simulated.count else {
      return compare("drawn", a.drawn ?? a.shape, b.drawn ?? b.shape)
    }
    let difference = MaskDifference(recorded, simulated)
    guard let first = difference.first else { return }
    let count = difference.count
    note(
      "mask, element \(elementName(first, in: a.drawn ?? a.shape ?? [])) "
        + "(\(count) of \(recorded.count) \(count == 1 ? "differs" : "differ"))",
      recorded[first] ? "1" : "0", simulated[first] ? "1" : "0")
  }

  /// Factors come of logarithms and cosines: another machine's may end in another digit.
  private mutating func factors(_ a: SiteCall, _ b: SiteCall) {
    guard let recorded = a.factors, let simulated = b.factors else {
      return compare(
        "factors", a.factors == nil ? "none" : "some", b.factors == nil ? "none" : "some")
    }
    compare("factors", recorded.count, simulated.count)
    guard mismatch == nil else { return }
    for (index, pair) in zip(recorded, simulated).enumerated() where pair.0 != pair.1 {
      compare(
        "factor, element \(elementName(index, in: a.shape ?? []))", pair.0, pair.1 as Double?)
    }
  }

  mutating func numbers(_ a: SiteCall, _ b: SiteCall) {
    site = a.name
    compare("scale", a.scale, b.scale)
    compare("shift", a.shift, b.shift)
    compare("fill", a.fill, b.fill)
    compare("decisions", a.decisions, b.decisions)
    compare("spread", a.spread, b.spread)
    compare("kept", a.kept, b.kept)
    guard let a = a.stages, let b = b.stages else {
      return compare(
        "stages", a.stages == nil ? "none" : "three", b.stages == nil ? "none" : "three")
    }
    let sameAxis = a.range == b.range
    if tolerance == 0 {
      compare("lo", a.range.low, b.range.low)
      compare("hi", a.range.high, b.range.high)
    }
    let stages = [
      ("before", a.before, b.before), ("masked", a.masked, b.masked), ("after", a.after, b.after),
    ]
    for (name, a, b) in stages {
      compare("\(name).mean", a.mean, b.mean)
      compare("\(name).sd", a.sd, b.sd)
      compare("\(name).min", a.min, b.min)
      compare("\(name).max", a.max, b.max)
      counts(name, a, b, sameAxis: sameAxis)
    }
  }

  private mutating func counts(
    _ stage: String, _ a: StageStatistics, _ b: StageStatistics, sameAxis: Bool
  ) {
    compare("\(stage).zeros", a.zeros, b.zeros, of: b.size)
    compare("\(stage).nan", a.nan, b.nan)
    compare("\(stage).inf", a.inf, b.inf)
    guard sameAxis else { return }
    compare("\(stage).below", a.below, b.below, of: b.size)
    compare("\(stage).above", a.above, b.above, of: b.size)
    compare("\(stage).bins", a.bins.count, b.bins.count)
    for (index, pair) in zip(a.bins, b.bins).enumerated() {
      compare("\(stage).bins[\(index)]", pair.0, pair.1, of: b.size)
    }
  }

  /// Counts of values that a hair's breadth may move from one bin to the next.
  private mutating func compare(_ what: String, _ a: Int, _ b: Int, of size: Int) {
    let allowed = tolerance > 0 ? max(1, tolerance * Double(size)) : 0
    if Double((a - b).magnitude) > allowed { note(what, String(a), String(b)) }
  }

  /// Numbers that JSON cannot hold are null in a log.
  mutating func compare(_ what: String, _ a: Double?, _ b: Double?) {
    let (a, b) = (a.flatMap(finite), b.flatMap(finite))
    if a == b { return }
    if let a, let b, abs(a - b) <= tolerance * max(abs(a), abs(b), 1) { return }
    note(what, a.map { "\($0)" } ?? "null", b.map { "\($0)" } ?? "null")
  }

  mutating func compare<T: Equatable>(_ what: String, _ a: T?, _ b: T?) {
    guard mismatch == nil, a != b else { return }
    note(what, a.map { "\($0)" } ?? "null", b.map { "\($0)" } ?? "null")
  }

  private func names(_ call: ForwardCall) -> [String] { call.sites.map { siteName($0.id) } }

  private mutating func note(_ what: String, _ a: String, _ b: String) {
    guard mismatch == nil else { return }
    mismatch = Mismatch(call: call, site: site, what: what, recorded: a, simulated: b)
  }

  private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
