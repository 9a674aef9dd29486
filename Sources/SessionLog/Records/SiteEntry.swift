import DropoutEngine
import JSONText

/// The entry of one run of a site in a call record, both ways.
///
/// Keys may come in any order: what depends on the shape is settled once all are known.
struct SiteEntry {
  private var site = SiteCall(name: "")
  private var hasName = false
  private var mask: MaskField?
  private var digest: String?
  private var tiles: KeptTiles?
  private var before: StageRecord?
  private var masked: StageRecord?
  private var after: StageRecord?
  private let detail: LogDetail

  /// What the key `mask` says: nothing was drawn, or digits that are not packed yet.
  private enum MaskField {
    case null
    case digits(Range<Int>)
  }

  init(_ scanner: inout JSONScanner, _ detail: LogDetail) throws(BrokenLine) {
    self.detail = detail
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if try take(key, from: &scanner) { return }
      if detail == .point { return try scanner.passOver() }
      if try !takeDetail(key, from: &scanner) { try scanner.skip() }
    }
  }

  /// Takes what a point shows.
  private mutating func take(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) -> Bool {
    switch key {
    case "name":
      site.name = try scanner.string()
      hasName = true
    case "run": site.run = try scanner.integer(in: 1...JSONScanner.largestCount, "run")
    case "recomputed": site.isRecomputed = try scanner.flag("recomputed") ?? false
    case "phase": site.phase = try scanner.phase()
    case "shape": site.shape = scanner.takeNull() ? nil : try scanner.shape()
    case "drawn": site.drawn = scanner.takeNull() ? nil : try scanner.shape()
    case "rate": site.rate = try scanner.rate()
    case "kept": site.kept = scanner.takeNull() ? nil : try scanner.integer("kept")
    case "decisions": site.decisions = scanner.takeNull() ? nil : try scanner.integer("decisions")
    case "mask": mask = try scanner.hexRange().map(MaskField.digits) ?? .null
    case "digest": digest = try scanner.digest()
    case "before": before = try StageRecord(&scanner, detail)
    case "after": after = try StageRecord(&scanner, detail)
    default: return false
    }
    return true
  }

  private mutating func takeDetail(
    _ key: String, from scanner: inout JSONScanner
  ) throws(BrokenLine) -> Bool {
    switch key {
    case "masked": masked = try StageRecord(&scanner, detail)
    case "scale": site.scale = try scanner.finite("scale")
    case "shift": site.shift = try scanner.finite("shift")
    case "fill": site.fill = try scanner.finite("fill")
    case "chain": site.chain = try scanner.text()
    case "grad": site.grad = try scanner.flag("grad")
    case "order":
      site.order =
        scanner.takeNull()
        ? nil : try scanner.integers(limit: LogLimits.axes, in: 0...LogLimits.axes - 1, "an axis")
    case "spread": site.spread = try scanner.finite("spread")
    case "dialect": site.dialect = try scanner.text()
    case "seed": site.seed = scanner.takeNull() ? nil : try scanner.unsigned("seed")
    case "offset": site.offset = scanner.takeNull() ? nil : try scanner.unsigned("offset")
    case "tiles": tiles = try scanner.tiles()
    case "factors": site.factors = try scanner.factors()
    case "seeds": site.seeds = try scanner.packedBits()
    case "zero_units": site.zeroUnits = try scanner.packedBits()
    case "dead": site.dead = scanner.takeNull() ? nil : try scanner.integer("dead")
    case "next_norm": site.nextNorm = try scanner.text()
    case "used": site.isUsed = try scanner.flag("used") ?? true
    case "reads": site.reads = scanner.takeNull() ? nil : try scanner.integer("reads")
    default: return false
    }
    return true
  }
}

// Settling what was read.
extension SiteEntry {
  /// Checks the fields against the shape and puts them together.
  ///
  /// - Parameters:
  ///   - place: the entry's place in the call, from 1, for errors.
  ///   - scanner: the one that the fields were read with.
  ///   - sites: what the log has said of its sites so far.
  ///   - checksKept: whether `kept` must be what the mask keeps.
  consuming func site(
    at place: Int, in scanner: borrowing JSONScanner, sites: SiteTable, checksKept: Bool
  ) throws(BrokenLine) -> SiteCall {
    guard hasName else { throw BrokenLine("site \(place) of the call has no name") }
    if let known = sites[site.name] {
      // Storage that all calls share.
      site.name = known.name
      if site.shape == nil { site.shape = known.shape }
    }
    if saysWhatIsKept {
      site.decisions = site.decisions ?? site.kept
    } else {
      site.draw = try draw(in: scanner, count: site.drawnCount)
    }
    site.stages = try stages(at: place, size: site.size)
    try settleKept(at: place, checked: checksKept)
    return site
  }

  /// Whether a point need not unpack the mask: masks are most of a line, and points are many.
  private var saysWhatIsKept: Bool {
    guard detail == .point, case .digits? = mask, site.kept != nil else { return false }
    return site.drawn == nil || site.decisions != nil
  }

  private func draw(in scanner: borrowing JSONScanner, count: Int?) throws(BrokenLine)
    -> SiteCall.Draw
  {
    switch (mask, count) {
    case (.null?, _): return .nothing
    case (.digits(let range)?, let count?): return .mask(try scanner.mask(range, count: count))
    // Digits without a shape do not say where the mask ends.
    default: return .unrecorded(digest: digest, tiles: tiles)
    }
  }

  private func stages(at place: Int, size: Int?) throws(BrokenLine) -> Stages? {
    if detail == .point {
      let none = StageStatistics(
        mean: nil, sd: nil, min: nil, max: nil, zeros: 0, nan: 0, inf: 0, below: 0, above: 0,
        bins: [])
      return Stages(
        range: HistogramRange(low: 0, high: 1), before: before?.statistics ?? none, masked: none,
        after: after?.statistics ?? none)
    }
    guard let before, let masked, let after else { return nil }
    guard before.range == masked.range, before.range == after.range else {
      throw BrokenLine("the stages of site \(place) differ in lo and hi")
    }
    let most = size ?? LogLimits.elements
    guard [before, masked, after].allSatisfy({ $0.largestCount <= most }) else {
      throw BrokenLine("a stage of site \(place) counts more than its \(most) elements")
    }
    return Stages(
      range: before.range, before: before.statistics, masked: masked.statistics,
      after: after.statistics)
  }

  /// What the mask keeps, where the entry does not say it; else the two are held together.
  private mutating func settleKept(at place: Int, checked: Bool) throws(BrokenLine) {
    if let kept = site.kept, let size = site.size, kept > size {
      throw BrokenLine("site \(place) keeps \(kept) of \(size) elements")
    }
    if let decisions = site.decisions, let count = site.drawnCount, decisions > count {
      throw BrokenLine("site \(place) keeps \(decisions) of \(count) draws")
    }
    guard let expected = site.keptByMask else { return }
    guard let kept = site.kept else {
      site.kept = expected
      return
    }
    if checked, detail != .point, kept != expected {
      throw BrokenLine("site \(place) has kept \(kept), but its mask keeps \(expected)")
    }
  }
}

extension SiteCall {
  /// How many elements the mask keeps, or all where nothing was drawn; nil where that is not known.
  fileprivate var keptByMask: Int? {
    guard let size else { return nil }
    switch draw {
    case .nothing: return size
    case .unrecorded: return nil
    case .mask(let mask):
      guard drawn != nil else { return mask.kept }
      // Each draw decides about as many elements as any other.
      guard mask.count > 0, size.isMultiple(of: mask.count) else { return nil }
      return mask.kept * (size / mask.count)
    }
  }
}

extension JSONScanner {
  /// Reads the first 8 bytes of a SHA-256 in hex; nil for `null`.
  fileprivate mutating func digest() throws(BrokenLine) -> String? {
    guard let range = try hexRange() else { return nil }
    guard range.count == 16, HexDigits.words(bytes[range]) != nil else {
      throw BrokenLine("a digest should be 16 hex digits")
    }
    return String(decoding: bytes[range], as: UTF8.self).lowercased()
  }

  fileprivate mutating func tiles() throws(BrokenLine) -> KeptTiles? {
    if takeNull() { return nil }
    var (rows, columns, kept) = (0, 0, [Int]())
    try object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "rows": rows = try scanner.integer(in: 0...KeptTiles.limit, "rows")
      case "columns": columns = try scanner.integer(in: 0...KeptTiles.limit, "columns")
      case "kept":
        kept = try scanner.integers(
          limit: KeptTiles.limit * KeptTiles.limit, in: 0...LogLimits.elements, "a tile")
      default: try scanner.skip()
      }
    }
    guard kept.count == rows * columns else {
      throw BrokenLine("tiles should hold rows x columns counts")
    }
    return KeptTiles(rows: rows, columns: columns, kept: kept)
  }

  fileprivate mutating func factors() throws(BrokenLine) -> [Double]? {
    if takeNull() { return nil }
    var factors: [Double] = []
    try array(limit: LogLimits.elements) { (scanner) throws(BrokenLine) in
      factors.append(try scanner.double("a factor") ?? .nan)
    }
    return factors.allSatisfy(\.isFinite) ? factors : nil
  }

  /// Reads bits in whole bytes; nil for `null`.
  fileprivate mutating func packedBits() throws(BrokenLine) -> Mask? {
    guard let range = try hexRange() else { return nil }
    return try mask(range, count: range.count / 2 * 8)
  }
}

// Writing.
extension LineBuffer {
  /// Appends the entry of a site in a call.
  ///
  /// - Parameter sites: what the log has said so far; a shape that stands there is left out.
  mutating func append(_ site: SiteCall, sites: SiteTable) {
    append(#"{"name":"#, site.name)
    if site.run != 1 { append(#","run":"#, site.run) }
    if site.isRecomputed { append(#","recomputed":"#, true) }
    if let phase = site.phase { append(#","phase":"#, phase.rawValue) }
    if let chain = site.chain { append(#","chain":"#, chain) }
    if let grad = site.grad { append(#","grad":"#, grad) }
    if let shape = site.shape, sites[site.name]?.shape != shape { append(#","shape":"#, shape) }
    if let drawn = site.drawn { append(#","drawn":"#, drawn) }
    if let order = site.order { append(#","order":"#, order) }
    append(#","rate":"#, site.rate?.value)
    if let scale = site.scale { append(#","scale":"#, scale) }
    if let shift = site.shift { append(#","shift":"#, shift) }
    if let fill = site.fill { append(#","fill":"#, fill) }
    if let kept = site.kept { append(#","kept":"#, kept) }
    if let decisions = site.decisions { append(#","decisions":"#, decisions) }
    if let spread = site.spread { append(#","spread":"#, spread) }
    append(evidenceOf: site)
    if let units = site.zeroUnits { append(#","zero_units":"#, units) }
    if let dead = site.dead { append(#","dead":"#, dead) }
    if let norm = site.nextNorm { append(#","next_norm":"#, norm) }
    if !site.isUsed { append(#","used":"#, false) }
    if let reads = site.reads { append(#","reads":"#, reads) }
    append(UInt8(ascii: "}"))
  }

  private mutating func append(evidenceOf site: SiteCall) {
    if let dialect = site.dialect { append(#","dialect":"#, dialect) }
    if let seed = site.seed { append(#","seed":"#, seed) }
    if let offset = site.offset { append(#","offset":"#, offset) }
    switch site.draw {
    case .nothing: append(#","mask":null"#)
    case .mask(let mask): append(#","mask":"#, mask)
    case .unrecorded(let digest, let tiles):
      if let digest { append(#","digest":"#, digest) }
      if let tiles { append(tiles) }
    }
    if let factors = site.factors { append(#","factors":"#, factors) }
    if let seeds = site.seeds { append(#","seeds":"#, seeds) }
    guard let stages = site.stages else { return }
    append(#","before":"#)
    append(stages.before, over: stages.range)
    append(#","masked":"#)
    append(stages.masked, over: stages.range)
    append(#","after":"#)
    append(stages.after, over: stages.range)
  }

  private mutating func append(_ tiles: KeptTiles) {
    append(#","tiles":{"rows":"#, tiles.rows)
    append(#","columns":"#, tiles.columns)
    append(#","kept":"#, tiles.kept)
    append(UInt8(ascii: "}"))
  }
}
