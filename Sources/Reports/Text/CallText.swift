public import DropoutEngine
import PlainText

/// A call as text a person reads: its masks as grids, its histograms as bars.
public struct CallText {
  private let call: ForwardCall
  private let style: TextStyle
  /// The kinds of sites, by their names.
  private let kinds: [String: String]
  /// The entries to show.
  private let sites: [SiteCall]
  /// Whether it is no call, but what ran again of one.
  private var isRecomputation = false

  /// - Parameters:
  ///   - kinds: the kinds of sites by their names, as far as they are known.
  ///   - layer: the name of the only site to show; nil for all.
  public init(
    _ call: ForwardCall, kinds: [String: String] = [:], layer: String? = nil, style: TextStyle
  ) {
    self.call = call
    self.kinds = kinds
    self.style = style
    sites = call.sites.filter { layer == nil || $0.name == layer }
  }

  /// Sites of call `number` that ran again in backward.
  public init(
    recomputationOf number: Int, _ sites: [SiteCall], kinds: [String: String] = [:],
    layer: String? = nil, style: TextStyle
  ) {
    // The phase is not known, and not told.
    let call = ForwardCall(number: number, phase: .train, sites: sites)
    self.init(call, kinds: kinds, layer: layer, style: style)
    isRecomputation = true
  }

  /// Everything, in many lines.
  public var full: String {
    var lines = heading
    for site in sites { lines += [""] + self.lines(of: site) }
    return lines.map { $0 + "\n" }.joined() + "\n"
  }

  /// A line a site, with the histogram after dropout in one row.
  public var brief: String {
    let names = sites.map { plain($0.name, limit: 24) + runName($0.id) }
    let width = max(12, names.map(\.count).max() ?? 0)
    let lines = zip(sites, names).map { site, name in
      let bars = site.stages.map { HistogramBars($0.after, range: $0.range).line(style) } ?? ""
      return "\(padded("call \(call.number)", 12)) \(padded(settings(site), 15)) "
        + "\(padded(name, width)) "
        + "p \(padded(digits(site.rate?.value), 6)) kept \(padded(share(site), 6)) "
        + "mean \(padded(digits(site.stages?.after.mean), 8)) \(style.ink(.after, bars))"
    }
    return lines.isEmpty
      ? heading.map { $0 + "\n" }.joined() : lines.map { trimmed($0) + "\n" }.joined()
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

// The call.
extension CallText {
  /// The phase of the site, or else of the call, and the mode.
  private func settings(_ site: SiteCall?) -> String {
    let phase = site?.phase ?? (isRecomputation ? nil : call.phase)
    return ([phase?.rawValue ?? "-"] + (call.mode.map { [$0.rawValue] } ?? []))
      .joined(separator: " ")
  }

  private var heading: [String] {
    if isRecomputation { return [style.ink(.title, "call \(call.number)") + "  recomputed"] }
    var parts = [settings(nil)]
    if let step = call.step { parts.append("step \(step)") }
    if let epoch = call.epoch { parts.append("epoch \(epoch)") }
    if let loss = call.loss { parts.append("loss \(digits(loss))") }
    if let heldOut = call.heldOut { parts.append("held out \(digits(heldOut))") }
    if let grad = call.grad { parts.append("grad \(grad ? "on" : "off")") }
    if let root = call.root { parts.append("of \(plain(root))") }
    if let thread = call.thread { parts.append("thread \(plain(thread))") }
    if let rng = call.rng { parts.append("rng \(plain(rng))") }
    return [style.ink(.title, "call \(call.number)") + "  " + parts.joined(separator: "  ")]
      + call.unseen.map {
        style.ink(.alarm, "  drew without being seen: \(plain($0.what)), \($0.draws) times")
      }
  }
}

// One site.
extension CallText {
  private func lines(of site: SiteCall) -> [String] {
    var parts = [style.ink(.title, "  \(siteName(site.id))")]
    if let kind = kinds[site.name] { parts.append(plain(kind)) }
    if let phase = site.phase, isRecomputation || phase != call.phase {
      parts.append(phase.rawValue)
    }
    let kept = site.kept.map(String.init) ?? "-"
    let size = site.size.map(String.init) ?? "-"
    parts += [
      site.shape.map(times) ?? "-", "p \(digits(site.rate?.value))",
      "scale \(digits(site.scale))", "kept \(kept) of \(size) (\(share(site)))",
    ]
    var lines = [parts.joined(separator: "  ")]
    if let drawn = drawn(site) { lines.append("    " + drawn) }
    let details = details(of: site)
    if !details.isEmpty { lines.append(style.ink(.dim, "    " + details.joined(separator: "  "))) }
    lines += evidence(of: site)
    guard let stages = site.stages else {
      return lines + [style.ink(.dim, "    stages  not logged")]
    }
    lines += stage("before", stages.before, stages, .before)
    lines += stage("masked", stages.masked, stages, .kept)
    lines += stage("after", stages.after, stages, .after)
    return lines
  }

  private func share(_ site: SiteCall) -> String {
    guard let kept = site.kept, let size = site.size else { return "-" }
    return percent(kept, of: size)
  }

  /// How many decisions kept, where one decides about several elements.
  private func drawn(_ site: SiteCall) -> String? {
    guard site.drawn != nil || site.decisions != nil else { return nil }
    let draws = site.keptDecisions
    let kept = (draws?.kept ?? site.decisions).map(String.init) ?? "-"
    let count = (draws?.of ?? site.drawnCount).map(String.init) ?? "-"
    let share = draws.map { percent($0.kept, of: $0.of) } ?? "-"
    return "drawn \(site.drawn.map(times) ?? "-")  kept \(kept) of \(count) draws (\(share))"
  }

  /// What only some kinds and some recorders say.
  private func details(of site: SiteCall) -> [String] {
    var details: [String] = []
    if let shift = site.shift { details.append("shift \(digits(shift))") }
    if let fill = site.fill { details.append("fill \(digits(fill))") }
    if let dialect = site.dialect { details.append("dialect \(plain(dialect))") }
    if let seed = site.seed { details.append("seed \(seed)") }
    if let offset = site.offset { details.append("offset \(offset)") }
    if let order = site.order {
      details.append("axes by stride \(order.map(String.init).joined(separator: ","))")
    }
    if let chain = site.chain { details.append("flags from the root \(plain(chain))") }
    if let grad = site.grad, grad != call.grad { details.append("grad \(grad ? "on" : "off")") }
    if let factors = site.factors, let low = factors.min(), let high = factors.max() {
      details.append("\(factors.count) factors from \(digits(low)) to \(digits(high))")
    }
    if let dead = site.dead ?? site.zeroUnits?.kept, dead > 0 {
      details.append("\(dead) units are zero before the mask")
    }
    if let norm = site.nextNorm { details.append("then \(plain(norm))") }
    if !site.isUsed { details.append("nothing reads the result") }
    return details
  }

  private func evidence(of site: SiteCall) -> [String] {
    switch site.draw {
    case .nothing: return [style.ink(.dim, "    nothing was drawn: all are kept")]
    case .mask(let mask):
      let shape = site.drawn ?? site.shape ?? []
      let grid = MaskGrid(mask, shape: shape, width: style.width - 4)
      let lines = grid.lines(style).map { "    " + style.ink(.kept, $0) }
      return lines + (grid.legend.map { [style.ink(.dim, "    " + $0)] } ?? [])
    case .unrecorded(let digest, let tiles):
      let digest = digest.map { "; its digest is \(plain($0))" } ?? ""
      let words = [style.ink(.dim, "    no mask is on record\(digest)")]
      guard let tiles else { return words }
      // Tiles count elements of the tensor, also where one draw decides about several.
      guard let shape = site.shape else {
        let size = "\(tiles.rows) x \(tiles.columns)"
        return words + [style.ink(.dim, "    tiles \(size), of a shape that is not on record")]
      }
      let grid = TileGrid(tiles, shape: shape, width: style.width - 4)
      return words + grid.lines(style).map { "    " + style.ink(.kept, $0) }
        + (grid.legend.map { [style.ink(.dim, "    " + $0)] } ?? [])
    }
  }

  private func stage(
    _ name: String, _ stage: StageStatistics, _ layer: Stages, _ ink: TextStyle.Ink
  ) -> [String] {
    var numbers =
      "mean \(digits(stage.mean))  sd \(digits(stage.sd))  min \(digits(stage.min))  "
      + "max \(digits(stage.max))  zeros \(percent(stage.zeros, of: stage.size))"
    let odd = [
      ("nan", stage.nan), ("inf", stage.inf), ("below", stage.below), ("above", stage.above),
    ].filter { $0.1 > 0 }
    for (name, count) in odd { numbers += style.ink(.alarm, "  \(name) \(count)") }
    var lines = ["    \(style.ink(ink, padded(name, 6)))  \(numbers)"]
    let bars = HistogramBars(stage, range: layer.range)
    guard !bars.isEmpty else { return lines }
    lines += bars.lines(style).map { $0.isEmpty ? "" : "    " + style.ink(ink, $0) }
    let (low, high) = (digits(layer.range.low), digits(layer.range.high))
    let gap = String(repeating: " ", count: max(1, bars.width - low.count - high.count))
    return lines + [style.ink(.dim, "    \(low)\(gap)\(high)")]
  }
}
