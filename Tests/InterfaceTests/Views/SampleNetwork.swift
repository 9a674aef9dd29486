import DropoutEngine
import TestSupport

@testable import Interface

/// A session of a made-up transformer: twelve blocks of four sites, two of which are wrong, and
/// evaluation now and then, in which nothing is drawn.
struct SampleNetwork {
  var calls = 60
  var blocks = 12
  /// The call on screen.
  var number = 60
  /// Calls in which nothing is drawn and half of the sites do not run.
  var evaluations: Set<Int> = [30, 31, 32]
  var hasStages = true

  struct Site {
    var name: String
    var kind: String
    var shape: [Int]
    var drawn: [Int]?
    /// The rate that the session tells, and the one in force.
    var rate: Double
    var truth: Double
  }

  var sites: [Site] {
    (0..<blocks).flatMap { block in
      let path = 0.2 * Double(block) / Double(max(1, blocks - 1))
      let shape = [4, 8, 32]
      return [
        Site(
          name: "blocks.\(block).attn.drop", kind: "dropout", shape: [4, 2, 8, 8], rate: 0.1,
          truth: block == 7 ? 0 : 0.1),
        Site(
          name: "blocks.\(block).attn.proj_drop", kind: "dropout", shape: shape, rate: 0.1,
          truth: 0.1),
        Site(
          name: "blocks.\(block).mlp.drop", kind: "dropout", shape: [4, 8, 64], rate: 0.2,
          truth: block == 3 ? 0.1 : 0.2),
        Site(
          name: "blocks.\(block).drop_path", kind: "droppath", shape: shape, drawn: [4, 1, 1],
          rate: path, truth: path),
      ]
    }
  }

  func arrival() -> Arrival {
    var random = SplitMix64(state: 12)
    let calls = (1...max(1, calls)).map { call($0, &random) }
    var header = SessionHeader(source: "pytorch")
    header.framework = Framework(name: "torch", version: "2.15.0+cu132", device: "cpu")
    header.sites = sites.map { site in
      var header = SiteHeader(
        name: site.name, kind: site.kind, shape: site.shape, rate: try? Rate(site.rate))
      header.place = "train.py:31"
      return header
    }
    let shown = calls[min(calls.count, max(1, number)) - 1]
    return Arrival(
      header: header, call: shown, points: calls.prefix(shown.number).map(CallPoint.init),
      annotations: [
        Annotation(number: 30, kind: .change(.phase(from: .train, to: .eval))),
        Annotation(number: 33, kind: .change(.phase(from: .eval, to: .train))),
      ],
      newest: calls.count, last: calls.count, kind: .recorded,
      overview: calls.map(CallPoint.init))
  }

  private func call(_ number: Int, _ random: inout SplitMix64) -> ForwardCall {
    let isEval = evaluations.contains(number)
    let run = isEval ? sites.enumerated().filter { $0.offset % 2 == 1 }.map(\.element) : sites
    return ForwardCall(
      number: number, phase: isEval ? .eval : .train, loss: 1.39,
      sites: run.map { entry($0, isEval: isEval, &random) })
  }

  private func entry(_ site: Site, isEval: Bool, _ random: inout SplitMix64) -> SiteCall {
    let count = elementCount(site.drawn ?? site.shape)
    let mask = Mask((0..<count).map { _ in random.uniform() >= site.truth })
    var call = SiteCall(name: site.name)
    call.shape = site.shape
    call.drawn = site.drawn
    call.rate = try? Rate(site.rate)
    let isDrawn = !isEval && site.truth > 0
    call.draw = isDrawn ? .mask(mask) : .nothing
    let each = elementCount(site.shape) / count
    call.kept = isDrawn ? mask.kept * each : elementCount(site.shape)
    call.scale = isDrawn ? 1 / (1 - site.rate) : 1
    if hasStages, site.kind == "dropout" {
      func stage(_ mean: Double) -> StageStatistics {
        StageStatistics(
          mean: mean, sd: 0.5, min: -1, max: 2, zeros: 0, nan: 0, inf: 0, below: 0, above: 0,
          bins: [1, 2, 3, 4, 3, 2, 1, 0])
      }
      let share = Double(call.kept ?? 0) / Double(elementCount(site.shape))
      call.stages = Stages(
        range: HistogramRange(low: -1, high: 2), before: stage(0.5), masked: stage(0.5 * share),
        after: stage(0.5 * share * (call.scale ?? 1)))
    }
    return call
  }

  /// A state that shows this session in the layers view.
  func state(
    _ width: Int, _ height: Int, depth: ColorDepth = .none, ascii: Bool = false
  ) -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height), look: Look(depth: depth, ascii: ascii),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = LayersView().digit
    _ = update(&state, .arrived(arrival()), at: 0)
    return state
  }
}
