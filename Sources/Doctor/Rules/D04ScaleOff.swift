package import DropoutEngine
import RealModule

/// D04: survivors are not multiplied by what mode and phase promise.
///
/// Test: the spread of *after* over that of *masked* is the scale, whatever was drawn; in
/// evaluation it is *after* over *before*. Where the stages are not on record, the scale that is
/// stands in. Compared within 0.5 %, which half precision needs, with 1/(1 - p) in training and 1 in
/// evaluation for inverted dropout, 1 and 1 - p for vanilla. Where the mode is not on record both
/// are healthy, but not a mixture: neither at one site, nor where a site that never runs in evaluation
/// does not scale in training while others of its lane do. Where nothing is known but that training
/// does not scale, it is a note. Two calls must show it. Nothing is left to chance.
package struct ScaleOff: Rule {
  package static let about = RuleCard(
    id: "D04", name: "scale-off", found: "the scale is not what the mode says",
    passed: "the scale is what the mode says",
    test: "spread after over spread masked, against 1/(1-p) or 1 as mode and phase say",
    level: "0: no chance has a part in it")

  /// The name of the number that is off.
  static let scale = "scale"

  private static let tolerance = 0.005

  /// How a call scales.
  private enum Scale: String {
    /// As inverted dropout does in this phase, as vanilla does, in no such way.
    case inverted, vanilla, neither
  }

  fileprivate struct Use {
    var calls = 0
    var first = 0
    var last = 0
    var scale = 0.0
    var rate = 0.0
  }

  /// What a site did: with or without its mode on record, by phase and by scale.
  private struct State {
    var wrong: [Phase: Use] = [:]
    var other: [Phase: Use] = [:]
    var uses: [Phase: [Scale: Use]] = [.train: [:], .eval: [:]]
  }

  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "stages or a measured scale, of kinds that vanilla or inverted dropout scales"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    for site in call.sites where !site.isRecomputed {
      guard site.kind.isScaledByMode, site.site.shift == nil, site.site.fill == nil,
        let rate = site.toldRate, rate < 1, 1 / (1 - rate) - 1 > 2 * Self.tolerance,
        let dropped = site.hasDropped
      else { continue }
      let phase = site.isTraining ? Phase.train : .eval
      // An idle layer and one that is active in evaluation are other rules' findings.
      guard dropped == (phase == .train), dropped == (site.isDrawn == true),
        let scale = Self.scale(of: site, dropped: dropped)
      else { continue }
      looked.add(site)
      let found = Self.classed(scale, rate: rate, phase: phase)
      let mode = call.call.mode
      sites.update(site, initial: State()) { state in
        if let mode {
          guard found.rawValue != mode.rawValue else { return }
          state.wrong[phase, default: Use()].add(site.number, scale, rate)
        } else if found == .neither {
          state.other[phase, default: Use()].add(site.number, scale, rate)
        } else {
          state.uses[phase, default: [:]][found, default: Use()].add(site.number, scale, rate)
        }
      }
    }
  }

  /// The factor that a call multiplied by; nil where that cannot be told.
  private static func scale(of site: Sighting, dropped: Bool) -> Double? {
    guard let stages = site.stages else { return site.site.scale }
    let start = dropped ? stages.masked : stages.before
    guard start.isFinite, stages.after.isFinite else { return nil }
    func factor(_ before: Double?, _ after: Double?) -> Double? {
      guard let before, let after, abs(before) > 1e-30 else { return nil }
      // A spread far below the mean is what rounding leaves of a constant.
      if let mean = start.mean, abs(before) < 1e-3 * abs(mean) { return nil }
      return abs(after / before)
    }
    return factor(start.sd, stages.after.sd) ?? factor(start.mean, stages.after.mean)
  }

  private static func classed(_ scale: Double, rate: Double, phase: Phase) -> Scale {
    func fits(_ value: Double) -> Bool { abs(scale - value) <= tolerance * value }
    let keep = 1 - rate
    switch phase {
    case .train: return fits(1 / keep) ? .inverted : fits(1) ? .vanilla : .neither
    case .eval: return fits(1) ? .inverted : fits(keep) ? .vanilla : .neither
    }
  }

  package func findings() -> [Finding] {
    let inverted = Set(
      sites.states.filter { $0.state.uses[.train]?[.inverted] != nil }.map(\.lane))
    return sites.inOrder.compactMap { _, held in
      for phase in [Phase.train, .eval] {
        let bad = held.state.wrong[phase] ?? held.state.other[phase]
        if let bad, bad.calls > 1 { return finding(held.name, held.lane, phase, bad) }
      }
      let uses = held.state.uses
      let train = uses[.train] ?? [:]
      let eval = uses[.eval] ?? [:]
      // Without a word of evaluation the other sites tell which mode the network is built for.
      let isInverted = eval[.inverted] != nil || eval.isEmpty && inverted.contains(held.lane)
      if let bare = train[.vanilla], bare.calls > 1, isInverted {
        return finding(held.name, held.lane, .train, bare)
      }
      if let bare = train[.vanilla], bare.calls > 1, eval.isEmpty {
        return finding(held.name, held.lane, .train, bare, .note)
      }
      if let twice = eval[.vanilla], twice.calls > 1, train[.inverted] != nil {
        return finding(held.name, held.lane, .eval, twice)
      }
      return nil
    }
  }

  private func finding(
    _ site: String, _ lane: Int, _ phase: Phase, _ use: Use, _ severity: Finding.Severity = .error
  ) -> Finding {
    let keep = 1 - use.rate
    let expected = phase == .train ? 1 / keep : 1
    let (cause, reading) = Self.reading(use.scale, rate: use.rate, phase: phase)
    return Self.finding(
      severity, site: site, lane: lane, calls: (use.first, use.last),
      numbers: [
        .init(Self.scale, use.scale, expected: expected), .init("calls", Double(use.calls)),
      ],
      cause: cause,
      FindingWords(
        what: "\(phase == .train ? "Survivors are" : "In evaluation activations are") multiplied by"
          + " \(shown(use.scale)), not by \(shown(expected)): \(reading).",
        meaning: "What the next layer sees in training and in evaluation differs in size.",
        advice: phase == .train
          ? "Multiply the kept elements by 1/(1-p), once, in training."
          : "In evaluation multiply by nothing if training scales, by 1-p if it does not."))
  }

  /// The cause where the scale is that of the opposite rate.
  static let swapped = "swapped"

  private static func reading(
    _ scale: Double, rate: Double, phase: Phase
  ) -> (cause: String, words: String) {
    let keep = 1 - rate
    func fits(_ value: Double) -> Bool { abs(scale - value) <= tolerance * value }
    if phase == .eval { return ("eval", "neither vanilla nor inverted dropout does that") }
    if fits(1) { return ("none", "the scale is missing, and evaluation does not make up for it") }
    if fits(1 / keep / keep) { return ("twice", "1/(1-p) is applied twice") }
    if fits(1 / rate) { return (swapped, "that is 1/p, the scale of the opposite rate") }
    if fits(keep) { return ("inverse", "that is 1-p, where 1/(1-p) belongs") }
    return ("other", "no mode of dropout gives that")
  }
}

extension ScaleOff.Use {
  fileprivate mutating func add(_ number: Int, _ scale: Double, _ rate: Double) {
    if calls == 0 { first = number }
    calls += 1
    last = number
    (self.scale, self.rate) = (scale, rate)
  }
}
