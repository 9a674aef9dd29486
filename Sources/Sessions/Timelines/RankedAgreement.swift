import DropoutEngine

/// Holds the masks of ranks against each other as their calls come by, in whatever order the ranks
/// come: a call waits for those of the other ranks.
///
/// Memory is bounded: a rank that is far behind finds the masks of the others gone.
struct RankedAgreement {
  private(set) var agreement: RankAgreement
  /// The step, or number, of each lane's last call; 0 before the first.
  private(set) var last: [Int]
  /// Whether all calls so far have a step.
  private(set) var hasSteps = true
  private var moments: [Moment]
  private var waiting: [Moment: [Drawn]] = [:]
  /// The moments that wait, the oldest first.
  private var order: [Moment] = []
  private var held = 0

  /// Steps that wait for other ranks.
  private static let most = 256
  /// Bytes of masks that wait for other ranks.
  private static let memory = 64 << 20

  /// What belongs together: the step, and which call of the step it is.
  private struct Moment: Hashable {
    var step = -1
    var ordinal = 0
  }

  private struct Drawn {
    var lane: Int
    var sites: [SiteRun: RankDraw]

    var bytes: Int { sites.values.reduce(0) { $0 + ($1.mask?.words.count ?? 2) * 8 } }
  }

  init(lanes: Int) {
    agreement = RankAgreement(lanes: lanes)
    last = Array(repeating: 0, count: lanes)
    moments = Array(repeating: Moment(), count: lanes)
  }

  /// Takes the next call of a lane.
  mutating func take(_ call: ForwardCall, lane: Int) {
    let step = call.step ?? call.number
    hasSteps = hasSteps && call.step != nil
    last[lane] = max(last[lane], step)
    let before = moments[lane]
    let moment = Moment(step: step, ordinal: step == before.step ? before.ordinal + 1 : 0)
    moments[lane] = moment
    var sites: [SiteRun: RankDraw] = [:]
    for site in call.sites where sites[site.id] == nil {
      sites[site.id] = RankDraw(site, of: call)
    }
    let drawn = Drawn(lane: lane, sites: sites)
    for other in waiting[moment] ?? [] where other.lane != lane {
      for (id, draw) in sites {
        guard let theirs = other.sites[id] else { continue }
        agreement.add(id.name, (lane, draw), (other.lane, theirs), at: step)
      }
    }
    hold(drawn, at: moment)
  }

  private mutating func hold(_ drawn: Drawn, at moment: Moment) {
    if waiting[moment] == nil { order.append(moment) }
    waiting[moment, default: []].append(drawn)
    held += drawn.bytes
    if waiting[moment]?.count == agreement.lanes {
      drop(moment)
      order.removeAll { $0 == moment }
    }
    while order.count > Self.most || held > Self.memory && order.count > 1 {
      drop(order.removeFirst())
    }
  }

  private mutating func drop(_ moment: Moment) {
    held -= waiting.removeValue(forKey: moment)?.reduce(0) { $0 + $1.bytes } ?? 0
  }
}
