import DropoutEngine
import TestSupport

@testable import Interface

/// A session of several ranks of which those that lie `period` apart draw the same masks, as where
/// each node seeds its ranks by their place in it.
struct SampleRanks {
  var lanes = 8
  /// How many ranks there are to a node; nil where all draw apart.
  var period: Int? = 4
  var steps = 40
  var shape = [32, 128]
  var rate = 0.3
  /// Changes a rank before it is shown.
  var change: (inout RankLane) -> Void = { _ in }

  func arrival() -> Arrival {
    var agreement = RankAgreement(lanes: lanes)
    var shown: [ForwardCall] = []
    var points: [CallPoint] = []
    for step in 1...steps {
      shown = (0..<lanes).map { call(step, rank: $0) }
      points.append(CallPoint(shown[0]))
      let draws = shown.map { RankDraw($0.sites[0], of: $0) }
      for b in 0..<lanes {
        for a in 0..<b {
          guard let first = draws[a], let second = draws[b] else { continue }
          agreement.add("mlp.drop", (a, first), (b, second), at: step)
        }
      }
    }
    var header = SessionHeader(source: "pytorch")
    header.framework = Framework(name: "torch", version: "2.15.0+cu132", device: "cpu")
    header.sites = [SiteHeader(name: "mlp.drop", shape: shape, rate: try? Rate(rate))]
    var arrival = Arrival(
      header: header, call: shown[0], points: points, annotations: [], newest: steps,
      last: steps, kind: .recorded, overview: points)
    var ranks = RankCalls(
      number: steps, reference: 0,
      lanes: shown.enumerated().map { lane, call in
        var lane = RankLane(
          rank: lane, name: "run.rank\(lane).jsonl", standing: .open, last: steps, call: call)
        change(&lane)
        return lane
      },
      hasSteps: true, step: steps, agreement: agreement)
    ranks.isWhole = true
    arrival.ranks = ranks
    arrival.offers = .otherRanks
    return arrival
  }

  private func call(_ step: Int, rank: Int) -> ForwardCall {
    let stream = period.map { rank % $0 } ?? rank
    var random = SplitMix64(state: UInt64(step * 1000 + stream + 1))
    let mask = Mask((0..<elementCount(shape)).map { _ in random.uniform() >= rate })
    var site = SiteCall(
      name: "mlp.drop", shape: shape, rate: (try? Rate(rate)) ?? .half, scale: 1 / (1 - rate),
      mask: mask, kept: mask.kept, stages: nil)
    site.phase = .train
    var call = ForwardCall(number: step, phase: .train, mode: .inverted, sites: [site])
    call.step = step
    return call
  }

  /// What the doctor says of ranks that draw alike.
  func conclusion(accepted: Bool = false) -> Conclusion {
    var verdict = Verdict()
    let finding = Finding(
      rule: "D05", name: "same-on-ranks", severity: .error, sites: ["mlp.drop"], from: 1,
      to: steps, lanes: [0, 4],
      numbers: [.init("equal masks", Double(steps), expected: 0, chance: 1e-12)],
      what: "Ranks draw the same masks.", meaning: "Averaging averages nothing out.",
      advice: "Add the rank to the seed.", cause: "same")
    if accepted {
      verdict.accepted = [finding]
    } else if period != nil {
      verdict.findings = [finding]
    }
    verdict.looked = SampleVerdict.looked(1, steps * lanes, steps * lanes * elementCount(shape))
    return Conclusion(verdict, through: steps)
  }

  func state(
    _ width: Int, _ height: Int, depth: ColorDepth = .none, ascii: Bool = false,
    accepted: Bool = false
  ) -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height), look: Look(depth: depth, ascii: ascii),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = RanksView().digit
    _ = update(&state, .arrived(arrival()), at: 0)
    _ = update(&state, .examined(conclusion(accepted: accepted)), at: 0)
    return state
  }
}
