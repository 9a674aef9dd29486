import DropoutEngine
import SessionLog

/// What a session log has of the masks of its first calls, in the order in which they were drawn.
struct LoggedMasks {
  /// So many calls and so many draws are looked at: more prove nothing more.
  private static let mostCalls = 64
  private static let mostDraws = 1 << 20

  /// What a site did in a call.
  struct Entry {
    /// Its index among the sites.
    var site: Int
    /// The shape that was drawn.
    var shape: [Int]
    var rate: Rate
    /// Whether the tensor lies transposed in memory.
    var isTransposed = false
    var draw: Draw

    enum Draw {
      case nothing
      case mask(Mask)
      /// Drawn, but not on record.
      case unknown
      case factors(sd: Double)
    }

    var mask: Mask? { if case .mask(let mask) = draw { mask } else { nil } }
  }

  struct Call {
    var number: Int
    var entries: [Entry]
  }

  private(set) var sites: [String] = []
  private(set) var calls: [Call] = []
  /// The seed that the log names, and whose bits it says they are.
  private(set) var seed: Seed?
  private(set) var dialect: Dialect?
  /// Why no more was read; nil where that was enough.
  private(set) var end: String?

  /// Whether bytes begin as a log does.
  static func isLog(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return start.first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  init(_ bytes: [UInt8], file: String) throws {
    var reader = LogReader(bytes: bytes)
    var draws = 0
    reading: while let record = try reader.next() {
      switch record {
      case .session(let session):
        seed = session.header.seed.map { Seed($0) }
        dialect = session.header.dialect.flatMap { try? Dialect.named($0) }
      case .call(let call, _):
        if let last = calls.last, call.number != last.number + 1 {
          end = "call \(last.number + 1) is not on record"
          break reading
        }
        guard let entries = entries(call) else { break reading }
        calls.append(Call(number: call.number, entries: entries))
        draws += entries.reduce(0) { $0 + elementCount($1.shape) }
        if calls.count >= Self.mostCalls || draws >= Self.mostDraws { break reading }
      case .rewind:
        end = "calls were taken back"
        break reading
      case .site, .recompute, .annotation, .end: break
      }
    }
    if calls.isEmpty, end == nil { throw Failure("\(file): it holds no call") }
  }

  /// What its sites drew; nil where that cannot be followed.
  private mutating func entries(_ call: ForwardCall) -> [Entry]? {
    var entries: [Entry] = []
    for site in call.sites where !site.isRecomputed && site.dialect == nil {
      let name = site.run > 1 ? "\(site.name), run \(site.run)" : site.name
      let index = sites.firstIndex(of: name) ?? sites.count
      if index == sites.count { sites.append(name) }
      guard let shape = site.drawn ?? site.shape, let rate = site.rate else {
        end = "call \(call.number) does not say what shape \(name) drew at which rate"
        return nil
      }
      let isTransposed = site.order.map { $0 == Array(shape.indices.reversed()) } ?? false
      guard let draw = draw(of: site, shape: shape, rate: rate) else {
        end = "what \(name) draws are the seeds of blocks"
        return nil
      }
      entries.append(
        Entry(
          site: index, shape: shape, rate: rate, isTransposed: isTransposed && shape.count > 1,
          draw: draw))
    }
    return entries
  }

  private func draw(of site: SiteCall, shape: [Int], rate: Rate) -> Entry.Draw? {
    if site.factors != nil {
      return .factors(sd: (rate.value / max(rate.keep, .leastNormalMagnitude)).squareRoot())
    }
    switch site.draw {
    case .nothing: return .nothing
    case .mask(let mask): return mask.count == elementCount(shape) ? .mask(mask) : nil
    case .unrecorded: return site.isDrawn == false ? .nothing : .unknown
    }
  }
}
