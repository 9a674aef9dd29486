import DropoutEngine

/// Which finding brings about which: a cause is told, and what follows from it stands back.
enum Causes {
  /// Causes and what follows from them, of findings that each name one site at most.
  static func parted(_ findings: [Finding]) -> (causes: [Finding], following: [Finding]) {
    var causes: [Finding] = []
    var following: [Finding] = []
    for finding in findings {
      if var cause = findings.first(where: { brings($0, finding) }) {
        // What follows from a follower follows from what that one follows from.
        if let first = findings.first(where: { brings($0, cause) }) { cause = first }
        var finding = finding
        finding.follows = cause.rule
        following.append(finding)
      } else {
        causes.append(finding)
      }
    }
    return (causes, following)
  }

  /// Findings of one rule with one cause as one, worst first.
  static func merged(_ findings: [Finding]) -> [Finding] {
    var merged: [Finding] = []
    for finding in findings {
      let same = merged.firstIndex {
        $0.rule == finding.rule && $0.cause == finding.cause && $0.severity == finding.severity
      }
      guard let same, !finding.sites.isEmpty else {
        merged.append(finding)
        continue
      }
      merged[same].absorb(finding)
    }
    return merged.enumerated().sorted {
      ($0.element.severity, $1.offset) > ($1.element.severity, $0.offset)
    }.map(\.element)
  }

  /// Whether one finding is enough to explain another.
  private static func brings(_ cause: Finding, _ effect: Finding) -> Bool {
    guard cause.rule != effect.rule, cause.sites == effect.sites, cause.lanes == effect.lanes else {
      return false
    }
    switch (cause.rule, effect.rule) {
    // Nothing dropped is a rate of zero, and no scale.
    case ("D02", "D03"), ("D02", "D04"): return true
    // A scale that fits what is dropped does not fit the rate.
    case ("D03", "D04"): return explainsScale(cause, effect)
    // A flag as the rate makes it 1.
    case ("D15", "D10"), ("D15", "D02"), ("D15", "D03"), ("D15", "D04"): return true
    // Draws that move together spread more than independent ones, and are fewer: masks of a few
    // decisions come again, and may keep everything.
    case ("D07", "D03"), ("D07", "D02"): return true
    case ("D07", "D06"): return effect.cause != Frozen.frozen && !cause.cause.hasPrefix("shape")
    // A mask that is kept for ever has the shape that it was made in, and is like that of the call
    // before.
    case ("D06", "D07"): return effect.cause.hasPrefix("shape") || effect.cause == "call"
    case ("D09", "D03"): return explainsRate(cause, effect)
    case ("D07", "D09"): return !explainsNeighbours(effect, cause)
    case ("D09", "D07"): return explainsNeighbours(cause, effect)
    // A result that nothing reads is not evaluated either.
    case ("D13", "D04"): return true
    default: return false
    }
  }

  /// Whether units that are dropped too often, which are so in every row, are what the rows share.
  private static func explainsNeighbours(_ units: Finding, _ shared: Finding) -> Bool {
    guard let explained = units.number(DeadUnits.explained)?.measured,
      let found = shared.number(NotIndependent.correlation)?.measured
    else { return false }
    return abs(found) <= 2 * explained
  }

  /// Whether a scale is the one that the measured share of dropped elements needs.
  private static func explainsScale(_ rate: Finding, _ scale: Finding) -> Bool {
    // Few decisions tell the share less well than that p and 1 - p changed places.
    if rate.cause == RateOff.swapped, scale.cause == ScaleOff.swapped { return true }
    guard let dropped = rate.number(RateOff.share)?.measured, dropped < 1,
      let found = scale.number(ScaleOff.scale)?.measured
    else { return false }
    return abs(found * (1 - dropped) - 1) < 0.05
  }

  /// Whether units that are always dropped are the surplus of what is dropped.
  private static func explainsRate(_ units: Finding, _ rate: Finding) -> Bool {
    guard let odd = units.number(DeadUnits.odd), let all = odd.expected, all > 0,
      let found = rate.number(RateOff.share), let expected = found.expected
    else { return false }
    return abs(found.measured - expected) <= 1.5 * odd.measured / all
  }
}

extension Finding {
  /// Takes in another site or lane of the same finding.
  fileprivate mutating func absorb(_ other: Finding) {
    for site in other.sites where !sites.contains(site) { sites.append(site) }
    lanes = Set(lanes + other.lanes).sorted()
    from = [from, other.from].compactMap(\.self).min()
    to = [to, other.to].compactMap(\.self).max()
  }
}
