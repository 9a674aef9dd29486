import DropoutEngine
import SessionLog

/// What a report tells of the logs of one run beside the verdict, gathered while they are examined.
///
/// Memory is bounded however long the logs are: some kilobytes a site and its last mask.
struct SessionSurvey: ExaminationWitness {
  /// Sites of a log that are told of.
  static let mostSites = 512
  /// Ranks whose masks are held against each other; so many pairs are what a page can show.
  static let mostRanks = 16

  /// What one log came to.
  struct Lane {
    var session: SessionRecord
    /// In the order in which they ran first.
    private(set) var sites: [SiteSurvey] = []
    private var places: [String: Int] = [:]
    private var headers: [String: SiteHeader] = [:]
    /// Sites beyond those that are told of.
    private(set) var unsurveyed: Set<String> = []
    private(set) var calls = 0
    private(set) var evalCalls = 0
    private(set) var first: Int?
    private(set) var last = 0
    private(set) var steps: ClosedRange<Int>?

    init(_ session: SessionRecord) {
      self.session = session
      for site in session.header.sites where headers[site.name] == nil {
        headers[site.name] = site
      }
    }

    /// The site of that name.
    func site(_ name: String) -> SiteSurvey? { places[name].map { sites[$0] } }

    fileprivate mutating func take(_ site: SiteHeader) {
      guard headers[site.name] == nil, headers.count < 4096 else { return }
      headers[site.name] = site
      if let place = places[site.name] { sites[place].header = site }
    }

    fileprivate mutating func take(_ call: ForwardCall) {
      calls += 1
      if call.phase == .eval { evalCalls += 1 }
      first = min(first ?? call.number, call.number)
      last = max(last, call.number)
      if let step = call.step {
        steps = min(steps?.lowerBound ?? step, step)...max(steps?.upperBound ?? step, step)
      }
      for site in call.sites {
        guard let place = place(of: site.name) else { continue }
        sites[place].take(site, of: call)
      }
    }

    private mutating func place(of name: String) -> Int? {
      if let place = places[name] { return place }
      guard sites.count < SessionSurvey.mostSites else {
        if unsurveyed.count < 4096 { unsurveyed.insert(name) }
        return nil
      }
      let capacity = max(64, min(240, 24_000 / (sites.count + 1) / 2 * 2))
      sites.append(SiteSurvey(name: name, header: headers[name], capacity: capacity))
      places[name] = sites.count - 1
      return sites.count - 1
    }
  }

  private(set) var lanes: [Lane] = []
  /// How the masks of pairs of ranks agree; nil for one log, or for more ranks than are compared.
  private(set) var agreement: RankAgreement?
  private var moment: Int?
  private var drawn: [SiteRun: [(lane: Int, draw: RankDraw)]] = [:]

  mutating func begin(_ sessions: [SessionRecord]) {
    self = SessionSurvey()
    lanes = sessions.map { Lane($0) }
    if 2...Self.mostRanks ~= lanes.count { agreement = RankAgreement(lanes: lanes.count) }
  }

  mutating func take(_ site: SiteHeader, lane: Int) { lanes[lane].take(site) }

  mutating func take(_ call: ForwardCall, lane: Int) {
    lanes[lane].take(call)
    if agreement != nil { compare(call, lane) }
  }

  /// Calls of one moment come one after another, lane by lane; a second call of a lane in one step is
  /// held against the second ones of the others only where it comes before them.
  private mutating func compare(_ call: ForwardCall, _ lane: Int) {
    if moment != call.moment {
      moment = call.moment
      drawn.removeAll(keepingCapacity: true)
    }
    for site in call.sites {
      guard let draw = RankDraw(site, of: call) else { continue }
      for other in drawn[site.id] ?? [] where other.lane != lane {
        agreement?.add(site.name, other, (lane, draw), at: call.moment)
      }
      drawn[site.id, default: []].removeAll { $0.lane == lane }
      drawn[site.id, default: []].append((lane, draw))
    }
  }
}
