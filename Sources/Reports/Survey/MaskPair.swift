import DropoutEngine
import SessionLog

/// Two masks of one site that a finding is about: of two calls, or of one step on two ranks.
struct MaskPair {
  struct One {
    var site: SiteCall
    var mask: Mask
    var number: Int
    var lane: Int
  }

  var first: One
  var second: One

  /// Calls of a site that are looked at for a mask that comes again.
  private static let patience = 80

  /// In how many elements they differ.
  var difference: Int {
    guard first.mask.count == second.mask.count else { return 0 }
    return zip(first.mask.words, second.mask.words).reduce(0) {
      $0 + ($1.0 ^ $1.1).nonzeroBitCount
    }
  }
}

extension MaskPair {
  /// The first two masks of a log, from a call on, that are the same; else the first two.
  static func again(
    _ path: String, _ spool: InputSpool?, site name: String, from: Int, lane: Int
  ) throws(LogError) -> MaskPair? {
    var seen: [One] = []
    try read(path, spool, site: name) { call, site, mask in
      guard call.number >= from, seen.last.map({ $0.number < call.number }) ?? true else {
        return true
      }
      let one = One(site: site, mask: mask, number: call.number, lane: lane)
      let isAgain = seen.contains { $0.mask == mask }
      seen.append(one)
      return !isAgain && seen.count < patience
    }
    guard let last = seen.last, seen.count > 1 else { return nil }
    if let same = seen.dropLast().last(where: { $0.mask == last.mask }) {
      return MaskPair(first: same, second: last)
    }
    return MaskPair(first: seen[0], second: seen[1])
  }

  /// The masks of one step on two ranks, from a call of the second one on.
  static func onRanks(
    _ paths: (String, String), _ spools: [String: InputSpool], site name: String, from: Int,
    lanes: (Int, Int)
  ) throws(LogError) -> MaskPair? {
    var second: (one: One, moment: Int)?
    try read(paths.1, spools[paths.1], site: name) { call, site, mask in
      guard call.number >= from else { return true }
      second = (One(site: site, mask: mask, number: call.number, lane: lanes.1), call.moment)
      return false
    }
    guard let second else { return nil }
    var first: One?
    try read(paths.0, spools[paths.0], site: name) { call, site, mask in
      guard call.moment >= second.moment else { return true }
      if call.moment == second.moment {
        first = One(site: site, mask: mask, number: call.number, lane: lanes.0)
      }
      return false
    }
    return first.map { MaskPair(first: $0, second: second.one) }
  }

  /// Hands out the training masks of a site until it is told to stop.
  private static func read(
    _ path: String, _ spool: InputSpool?, site name: String,
    _ body: (ForwardCall, SiteCall, Mask) -> Bool
  ) throws(LogError) {
    let reader = LogReadAhead(try LogReader(lenient: path, .withoutBins, spool: spool))
    while let record = try reader.next() {
      guard case .call(let call, _) = record else { continue }
      for site in call.sites where site.name == name && !site.isRecomputed {
        guard (site.phase ?? call.phase) == .train, let mask = site.mask else { continue }
        guard body(call, site, mask) else { return }
      }
    }
  }
}
