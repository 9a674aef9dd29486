import DropoutEngine
import SessionLog
import TestSupport

/// Sessions with made-up numbers, the same for the same seed.
struct SampleSessions {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  /// A session record over layers of these shapes.
  static func session(shapes: [[Int]], seed: UInt64? = 42) -> SessionRecord {
    let layers = shapes.enumerated().map {
      SiteHeader(name: "hidden\($0.offset + 1)", shape: $0.element, rate: .half)
    }
    let header = SessionHeader(
      source: "simulation", preset: "digits", seed: seed, dialect: "philox",
      widths: [64, 128, 64, 10], sites: layers)
    return SessionRecord(
      app: "dropscope 0.1.0", started: "2026-01-02T03:04:05Z", header: header, batch: 32)
  }

  /// A call through layers of these shapes.
  mutating func call(_ number: Int, shapes: [[Int]], bins: Int = 64) -> ForwardCall {
    let training = Bool.random(using: &random)
    let layers = shapes.enumerated().map { index, shape in
      layer("hidden\(index + 1)", shape: shape, bins: bins, masked: training)
    }
    return ForwardCall(
      number: number, phase: training ? .train : .eval,
      mode: Bool.random(using: &random) ? .vanilla : .inverted,
      epoch: training ? number / 10 : nil, loss: training ? double() : nil,
      heldOut: number % 10 == 0 ? 0.975 : nil, sites: layers)
  }

  /// One layer of a call; `masked` says whether a mask is drawn.
  mutating func layer(_ name: String, shape: [Int], bins: Int, masked: Bool) -> SiteCall {
    let size = shape.reduce(1, *)
    var mask: Mask?
    if masked {
      mask = Mask((0..<size).map { _ in Bool.random(using: &random) })
    }
    return SiteCall(
      name: name, shape: shape, rate: masked ? .half : .zero, scale: 1.1111111640930176,
      mask: mask, kept: mask?.kept ?? size,
      stages: Stages(
        range: HistogramRange(low: -0.5, high: double()), before: stage(size: size, bins: bins),
        masked: stage(size: size, bins: bins), after: stage(size: size, bins: bins)))
  }

  private mutating func stage(size: Int, bins: Int) -> StageStatistics {
    var counts = [Int](repeating: 0, count: bins)
    for _ in 0..<size where bins > 0 { counts[Int.random(in: 0..<bins, using: &random)] += 1 }
    let finite = size > 0
    return StageStatistics(
      mean: finite ? double() : nil, sd: finite ? double() : nil, min: finite ? -double() : nil,
      max: finite ? double() : nil, zeros: size / 3, nan: 0, inf: 0, below: 0, above: 0,
      bins: counts)
  }

  private mutating func double() -> Double { Double.random(in: 0..<2, using: &random) }
}

extension SampleSessions {
  /// Calls, marks and rewinds as a session can have them: numbers with gaps, parts replaced.
  mutating func session(
    records count: Int, shapes: [[Int]], using random: inout SplitMix64
  ) -> [LogRecord] {
    var records: [LogRecord] = [.session(SampleSessions.session(shapes: shapes))]
    var next = Int.random(in: 1...5, using: &random)
    for ms in 0..<count {
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        let n = Int.random(in: max(1, next - 30)...next, using: &random)
        records.append(.rewind(n: n, ms: ms))
        next = min(next, n)
      case 1:
        records.append(
          .annotation(Annotation(number: max(1, next - 1), kind: .mark(text: "mark \(ms)")), ms: ms)
        )
      default:
        let step = Int.random(in: 0..<10, using: &random) == 0 ? 3 : 0
        records.append(.call(call(next + step, shapes: shapes, bins: 4), ms: ms))
        next += step + 1
      }
    }
    return records
  }
}
