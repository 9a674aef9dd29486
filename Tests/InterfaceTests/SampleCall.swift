import DropoutEngine
import TestSupport

@testable import Interface

/// Plausible sessions for tests: real dropout on rectified random values, without the engine.
struct SampleCall {
  var number = 228
  var widths = [64, 128, 64, 10]
  var preset: String? = "digits"
  var phase = Phase.train
  var mode = Mode.inverted
  var rate = 0.5
  var rows = 32
  var hasTensors = true
  var points = 228

  private var dropoutLayers: [Int] {
    switch preset {
    case "module": [16]
    case "article": Array(widths.dropFirst())
    default: Array(widths.dropFirst().dropLast())
    }
  }

  private var scale: Double {
    switch (mode, phase) {
    case (.inverted, .train): 1 / (1 - rate)
    case (.vanilla, .eval): 1 - rate
    default: 1
    }
  }

  func arrival() -> Arrival {
    var random = SplitMix64(state: UInt64(number))
    let keptRate = (try? Rate(rate)) ?? .half
    var layers: [SiteCall] = []
    var before: [[Float]] = []
    var after: [[Float]] = []
    for (index, units) in dropoutLayers.enumerated() {
      let values = (0..<rows * units).map { _ in
        let normal = random.normal()
        return Float(preset == "module" ? normal : max(0, 0.55 * normal - 0.18))
      }
      let drawn = (0..<values.count).map { _ in random.uniform() >= rate }
      let mask = phase == .train ? Mask(drawn) : nil
      let masked = zip(values, drawn).map { phase == .eval || $1 ? $0 : 0 }
      let scaled = masked.map { $0 == 0 ? 0 : $0 * Float(scale) }
      before.append(values)
      after.append(scaled)
      let signed = values.contains { $0 < 0 }
      let range = HistogramRange(low: signed ? -8 : 0, high: signed ? 8 : 4)
      layers.append(
        SiteCall(
          name: preset == "module" ? "dropout" : "hidden\(index + 1)", shape: [rows, units],
          rate: keptRate, scale: scale, mask: mask, kept: mask?.kept ?? values.count,
          stages: Stages(
            range: range, before: SampleCall.statistics(values, range),
            masked: SampleCall.statistics(masked, range),
            after: SampleCall.statistics(scaled, range))))
    }
    let call = ForwardCall(
      number: number, phase: phase, mode: mode, epoch: preset == "digits" ? 4 : nil,
      loss: preset == "digits" ? 0.685 : nil, heldOut: nil, sites: layers,
      tensors: hasTensors ? tensors(before, after, &random) : nil)
    return Arrival(
      header: header, call: call, points: history(call, &random), annotations: annotations,
      newest: number, last: nil)
  }

  private var header: SessionHeader {
    SessionHeader(
      source: "simulation", preset: preset, seed: 42, dialect: "torch",
      widths: preset == "module" ? [] : widths,
      sites: dropoutLayers.enumerated().map { index, units in
        SiteHeader(
          name: preset == "module" ? "dropout" : "hidden\(index + 1)", shape: [rows, units],
          rate: .half)
      })
  }

  private var annotations: [Annotation] {
    [
      Annotation(
        number: number * 3 / 4,
        kind: .change(.phase(from: .train, to: .eval))),
      Annotation(
        number: number * 3 / 4 + 3,
        kind: .change(.phase(from: .eval, to: .train))),
      Annotation(
        number: number / 4,
        kind: .change(Change(what: "rate", site: "hidden1", from: "0.2", to: "0.5"))),
      Annotation(number: number / 2, kind: .mark(text: "look here")),
    ]
  }

  private func tensors(
    _ before: [[Float]], _ after: [[Float]], _ random: inout SplitMix64
  ) -> CallTensors {
    let seven: [Float] = [
      0, 0, 5, 12, 16, 16, 3, 0, 0, 0, 9, 9, 8, 15, 2, 0, 0, 0, 0, 0, 9, 11, 4, 0, 0, 4, 11, 15,
      16, 16, 13, 6, 0, 6, 9, 14, 11, 3, 1, 0, 0, 0, 0, 15, 3, 0, 0, 0, 0, 0, 3, 15, 0, 0, 0, 0,
      0, 0, 6, 11, 0, 0, 0, 0,
    ]
    let features = preset == "module" ? 16 : widths.first ?? 0
    var input: [Float] = []
    if preset == "module" {
      input = before.first ?? []
    } else {
      for _ in 0..<rows { input += (0..<features).map { seven[$0 % 64] } }
    }
    let classes = preset == "digits" ? widths.last ?? 0 : 0
    let output: [Float] = (0..<rows * classes).map {
      $0 % classes == 7 ? 0.94 : 0.06 / Float(classes - 1)
    }
    return CallTensors(
      rows: rows, input: input, before: before, after: after, output: output,
      targets: classes > 0 ? Array(repeating: 7, count: rows) : [])
  }

  private func history(_ call: ForwardCall, _ random: inout SplitMix64) -> [CallPoint] {
    (0..<points).map { index in
      var point = CallPoint(call)
      point.number = number - points + 1 + index
      point.epoch = call.epoch == nil ? nil : 1 + index * 4 / points
      let drift = 1 + 0.045 * random.normal() + 0.002 * Double(index - points)
      point.sites = call.sites.map { layer in
        var entry = SitePoint(layer)
        entry.keptShare = layer.keptShare.map { $0 + 0.01 * random.normal() }
        entry.meanBefore = layer.stages?.before.mean.map { $0 * drift }
        entry.meanAfter = layer.stages?.after.mean.map { $0 * drift * (1 + 0.03 * random.normal()) }
        return entry
      }
      return index == points - 1 ? CallPoint(call) : point
    }
  }

  /// The statistics of a stage as the engine would compute them, 64 bins.
  static func statistics(_ values: [Float], _ range: HistogramRange) -> StageStatistics {
    var bins = Array(repeating: 0, count: 64)
    var (below, above) = (0, 0)
    for value in values.map(Double.init) {
      let place = (value - range.low) / (range.high - range.low) * 64
      if place < 0 {
        below += 1
      } else if place > 64 {
        above += 1
      } else {
        bins[min(63, Int(place))] += 1
      }
    }
    let count = Double(max(1, values.count))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let square = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return StageStatistics(
      mean: mean, sd: square.squareRoot(), min: values.min().map(Double.init),
      max: values.max().map(Double.init), zeros: values.filter { $0 == 0 }.count, nan: 0, inf: 0,
      below: below, above: above, bins: bins)
  }

  /// A state that shows this session.
  func state(
    _ width: Int, _ height: Int, depth: ColorDepth = .direct, ascii: Bool = false,
    themes: [Theme] = Theme.builtIn
  ) -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height),
      look: Look(depth: depth, ascii: ascii), themes: themes)
    state.arrival = arrival()
    return state
  }
}

/// Draws a state on a canvas of its own size.
func picture(_ state: ScreenState) -> Canvas {
  var canvas = Canvas(size: state.size)
  draw(state, into: &canvas)
  return canvas
}

/// What stands in each row of a screen.
func rows(_ canvas: Canvas) -> [String] {
  (0..<canvas.size.height).map { y in
    String(String.UnicodeScalarView((0..<canvas.size.width).map { canvas[$0, y].glyph }))
  }
}
