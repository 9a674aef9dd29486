import DropoutEngine
import SessionLog
import TestSupport

/// Records with every field that there is, and records with any of them.
enum OpenSamples {
  /// A site that a recorder knows all about.
  static var site: SiteHeader {
    var site = SiteHeader(name: "blocks.0.drop", kind: "droppath", shape: [4, 3, 8], rate: .half)
    site.module = "DropPath"
    site.place = "train.py:31"
    site.isRegistered = true
    return site
  }

  /// A session with every field set.
  static var session: SessionRecord {
    var header = SessionHeader(
      source: "pytorch", preset: "digits", seed: .max, dialect: "torch", widths: [64, 10],
      sites: [site])
    header.scenario = "frozen-generator"
    header.run = "r0064"
    header.rank = 0
    header.ranks = 2
    header.framework = Framework(name: "torch", version: "2.15.0+cu132", device: "cpu")
    header.policy = [
      PolicyItem(name: "masks", value: .number(0.5)), PolicyItem(name: "of", value: .text("é")),
    ]
    header.modules = [
      ModuleHeader(name: "idle", kind: "alpha", rate: .half), ModuleHeader(name: "bare"),
    ]
    return SessionRecord(
      app: "hook 1", started: "2026-01-02T03:04:05Z", header: header, batch: 32,
      options: [
        SessionRecord.Option(name: "mode", value: "inverted"),
        SessionRecord.Option(name: "scenario", value: "frozen-generator"),
      ])
  }

  /// An entry with every field set, and what was drawn on record in one of three ways.
  static func entry(_ draw: SiteCall.Draw) -> SiteCall {
    let kept = if case .nothing = draw { 96 } else { 48 }
    var entry = SiteCall(name: site.name)
    entry.run = 2
    entry.isRecomputed = true
    entry.phase = .eval
    entry.chain = "tte"
    entry.grad = false
    entry.shape = [4, 3, 8]
    entry.drawn = [4, 1, 1]
    entry.order = [1, 0, 2]
    entry.rate = .half
    entry.scale = 1.5
    entry.shift = -0.25
    entry.fill = -1.75
    entry.draw = draw
    entry.kept = kept
    entry.decisions = 2
    entry.spread = 0.0031
    entry.dialect = "flash-attention"
    entry.seed = .max
    entry.offset = 1 << 60
    entry.factors = [0.5, 1.25, 0]
    entry.seeds = Mask([true, false, false, true, false, false, false, false])
    entry.stages = stages
    entry.zeroUnits = Mask((0..<8).map { $0 == 3 })
    entry.dead = 1
    entry.nextNorm = "bn1"
    entry.isUsed = false
    entry.reads = 2
    return entry
  }

  /// The ways in which a draw can be on record, over 4 decisions.
  static let draws: [SiteCall.Draw] = [
    .nothing, .mask(Mask([true, false, false, true])), .unknown,
    .unrecorded(digest: "0123456789abcdef", tiles: nil),
    .unrecorded(digest: nil, tiles: KeptTiles(rows: 1, columns: 2, kept: [24, 24])),
    .unrecorded(
      digest: "fedcba9876543210", tiles: KeptTiles(rows: 2, columns: 1, kept: [40, 8])),
  ]

  /// A call with every field set.
  static func call(_ number: Int, _ sites: [SiteCall]) -> ForwardCall {
    var call = ForwardCall(
      number: number, phase: .eval, mode: .vanilla, epoch: 3, loss: 0.5, heldOut: 0.75,
      sites: sites)
    call.step = 17
    call.root = "model.encoder"
    call.grad = true
    call.learns = false
    call.unused = ["lost", "encoder.1.drop"]
    call.rng = "8f31"
    call.thread = "1402"
    call.unseen = [UnseenDraws(what: "inductor", draws: 2), UnseenDraws(what: "", draws: 0)]
    return call
  }

  private static var stages: Stages {
    let stage = StageStatistics(
      mean: 0.5, sd: 0.25, min: -1, max: 1, zeros: 48, nan: 1, inf: 2, below: 3, above: 4,
      bins: [80, 6])
    var other = stage
    other.zeros = 50
    return Stages(
      range: HistogramRange(low: -1, high: 1), before: stage, masked: other, after: stage)
  }
}

extension OpenSamples {
  /// A call of which any field may be missing.
  static func call(_ number: Int, using random: inout SplitMix64) -> ForwardCall {
    var sites = (0..<Int.random(in: 0...4, using: &random)).map { _ in entry(using: &random) }
    // Two entries of one run would be taken for two runs.
    for index in sites.indices where sites[..<index].contains(where: { $0.id == sites[index].id }) {
      sites[index].run = 10 + index
    }
    var call = call(number, sites)
    if Bool.random(using: &random) { call.phase = .train }
    if Bool.random(using: &random) { call.mode = nil }
    if Bool.random(using: &random) { call.step = nil }
    if Bool.random(using: &random) { call.epoch = nil }
    if Bool.random(using: &random) { call.loss = nil }
    if Bool.random(using: &random) { call.heldOut = nil }
    if Bool.random(using: &random) { call.root = nil }
    if Bool.random(using: &random) { call.grad = nil }
    if Bool.random(using: &random) { call.learns = nil }
    if Bool.random(using: &random) { call.unused = [] }
    if Bool.random(using: &random) { call.rng = nil }
    if Bool.random(using: &random) { call.thread = nil }
    if Bool.random(using: &random) { call.unseen = [] }
    return call
  }

  /// An entry of which any field but the name may be missing.
  static func entry(using random: inout SplitMix64) -> SiteCall {
    var entry = entry(draws.randomElement(using: &random) ?? .unknown)
    func missing() -> Bool { Bool.random(using: &random) }
    if missing() {
      // Without a shape a mask does not say where it ends, so that stays with its drawn shape.
      entry.name = "a \"new\" one"
      entry.shape = nil
      if entry.draw == .nothing { entry.kept = nil }
    }
    if missing(), entry.mask == nil { entry.drawn = nil }
    if missing() { entry.run = 1 }
    if missing() { entry.isRecomputed = false }
    if missing() { entry.phase = nil }
    if missing() { entry.chain = nil }
    if missing() { entry.grad = nil }
    if missing() { entry.order = nil }
    if missing() { entry.rate = nil }
    if missing() { entry.scale = nil }
    if missing() { entry.shift = nil }
    if missing() { entry.fill = nil }
    if missing(), entry.draw != .nothing, entry.mask == nil { entry.kept = nil }
    if missing() { entry.decisions = nil }
    if missing() { entry.spread = nil }
    if missing() { entry.dialect = nil }
    if missing() { entry.seed = nil }
    if missing() { entry.offset = nil }
    if missing() { entry.factors = nil }
    if missing() { entry.seeds = nil }
    if missing() { entry.stages = nil }
    if missing() { entry.zeroUnits = nil }
    if missing() { entry.dead = nil }
    if missing() { entry.nextNorm = nil }
    if missing() { entry.isUsed = true }
    if missing() { entry.reads = nil }
    return entry
  }
}
