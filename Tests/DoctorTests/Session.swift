import DropoutEngine

@testable import Doctor

/// A made-up session: masks of a framework's generator, stages of made-up moments.
struct Session {
  var sites: [Site]
  var mode: Mode? = .inverted
  /// Calls that evaluate: every tenth.
  var evaluates = true
  var calls = 60
  var lane = 0
  var edit: (Int, inout ForwardCall) -> Void = { _, _ in }
  private var generator: any MaskGenerator

  struct Site {
    var name = "drop"
    var kind = "dropout"
    var shape = [16, 48]
    var drawn: [Int]?
    var rate = 0.3
    /// What is drawn in place of the framework's mask.
    var draw: ((Int, Mask) -> Mask?)?
    var scale: ((Double) -> Double)?
  }

  init(_ sites: [Site] = [Site()], seed: UInt64 = 1, dialect: String = "philox") throws {
    self.sites = sites
    generator = try Dialect.named(dialect).generator(seed: seed)
  }

  func header(_ lanes: Int = 1) -> SessionHeader {
    var header = SessionHeader(source: "tests", sites: [])
    header.sites = sites.map { site in
      var header = SiteHeader(name: site.name, kind: site.kind, shape: site.shape)
      header.place = "train.py:31"
      return header
    }
    return header
  }

  /// The next call in order.
  mutating func call(_ number: Int) throws -> ForwardCall {
    let phase: Phase = evaluates && number.isMultiple(of: 10) ? .eval : .train
    var call = ForwardCall(number: number, phase: phase, mode: mode, sites: [])
    call.grad = phase == .train
    call.step = number
    for (index, site) in sites.enumerated() {
      call.sites.append(try entry(site, index, number, phase))
    }
    edit(number, &call)
    return call
  }

  private mutating func entry(
    _ site: Site, _ index: Int, _ number: Int, _ phase: Phase
  ) throws -> SiteCall {
    let drawn = site.drawn ?? site.shape
    var mask: Mask?
    if phase == .train, site.rate > 0 {
      let request = MaskCall(
        shape: drawn, rate: try Rate(site.rate), at: DrawSite(call: number - 1, layer: index))
      mask = generator.mask(request)
      if let draw = site.draw, let given = mask { mask = draw(number, given) }
    }
    let share = elementCount(site.shape) / max(1, elementCount(drawn))
    let size = elementCount(site.shape)
    let kept = mask.map { $0.kept * share } ?? size
    var scale = Double((mode ?? .inverted).scale(rate: try Rate(site.rate), phase: phase))
    if phase == .train, let change = site.scale { scale = change(site.rate) }
    var entry = SiteCall(
      name: site.name, shape: site.shape, rate: try Rate(site.rate), scale: scale, mask: mask,
      kept: kept, stages: nil)
    entry.drawn = site.drawn
    if site.drawn != nil { entry.decisions = mask?.kept }
    entry.phase = phase
    entry.stages = stages(size: size, kept: kept, scale: scale, number: number, index: index)
    return entry
  }

  /// Moments as they might be: of values that are all alike but for chance.
  private func stages(size: Int, kept: Int, scale: Double, number: Int, index: Int) -> Stages {
    let mean = 0.5 + 0.01 * Double(number) + Double(index)
    let share = size > 0 ? Double(kept) / Double(size) : 1
    let sd = (share * (1.25 + mean * mean) - share * share * mean * mean).squareRoot()
    func stage(_ mean: Double, _ sd: Double, _ zeros: Int) -> StageStatistics {
      StageStatistics(
        mean: mean, sd: sd, min: 0, max: 3 * mean, zeros: zeros, nan: 0, inf: 0, below: 0, above: 0,
        bins: [size])
    }
    return Stages(
      range: HistogramRange(low: 0, high: 10), before: stage(mean, 1.25.squareRoot(), 0),
      masked: stage(share * mean, share == 1 ? 1.25.squareRoot() : sd, size - kept),
      after: stage(
        scale * share * mean, scale * (share == 1 ? 1.25.squareRoot() : sd), size - kept))
  }

  /// What the doctor says at the end.
  mutating func verdict() throws -> Verdict {
    var examination = Examination(lanes: [header()])
    for number in 1...calls { examination.take(try call(number)) }
    return examination.verdict()
  }

  /// The call at which the doctor first says something, and what.
  mutating func alarm() throws -> (call: Int, rules: [String])? {
    var examination = Examination(lanes: [header()])
    for number in 1...calls {
      examination.take(try call(number))
      let verdict = examination.verdict()
      if !verdict.isHealthy { return (number, verdict.findings.map(\.rule)) }
    }
    return nil
  }
}

extension Verdict {
  /// The findings as `D03 drop`.
  var brief: [String] { findings.map { ([$0.rule] + $0.sites).joined(separator: " ") } }
}

extension Mask {
  /// A mask of the same size by places.
  func mapped(_ transform: (Int) -> Bool) -> Mask { Mask((0..<count).lazy.map(transform)) }
}
