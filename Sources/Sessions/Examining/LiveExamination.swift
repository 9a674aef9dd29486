import Doctor
import DropoutEngine
import Interface

/// The doctor's examination of a timeline's calls as the driver comes by them: those of each lane in
/// order, each once, and what happened between them.
struct LiveExamination {
  /// Grows with all that can change the verdict, and never goes back.
  private(set) var version = 0
  private var examination: Examination?
  private var lanes: [Lane] = []
  /// What the person accepted; holds also where the examination starts anew.
  private(set) var accepted: [(rule: String, site: String?)] = []

  /// How far the examination of one lane is.
  private struct Lane {
    /// The last call that was looked at; 0 before the first.
    var through = 0
    var told = ToldAnnotations()
    var tally = SessionTally()
    var header: SessionHeader?
    var broken: (first: Int, count: Int)?
    var hasEnd = false
  }

  /// The last call of each lane that was looked at; 0 before the first.
  func throughs(_ count: Int) -> [Int] {
    (0..<count).map { $0 < lanes.count ? lanes[$0].through : 0 }
  }

  /// Begins before the first call, where `number` or a later call was looked at.
  ///
  /// - Returns: whether it did.
  mutating func startAnew(from number: Int) -> Bool {
    guard lanes.contains(where: { number <= $0.through }) else { return false }
    let (accepted, version) = (accepted, version)
    self = LiveExamination()
    self.accepted = accepted
    self.version = version + 1
    return true
  }

  /// It is another session now.
  mutating func forgetSession() {
    let version = version
    self = LiveExamination()
    self.version = version + 1
  }

  /// Takes the next call of a lane, and what the timeline says happened up to it.
  mutating func take(_ call: ForwardCall, of timeline: some Timeline, lane: Int = 0) {
    guard begin(timeline, lane) else { return }
    takeAnnotations(of: timeline, lane, upTo: call.number)
    examination?.take(call, lane: lane)
    if let header = lanes[lane].header { lanes[lane].tally.add(call, of: header) }
    lanes[lane].through = call.number
    version += 1
  }

  /// The next call's line is no record: what it held is lost.
  mutating func take(
    broken number: Int, line: Int, of timeline: some Timeline, lane: Int = 0
  ) {
    guard begin(timeline, lane) else { return }
    lanes[lane].through = number
    takeBroken(line: line, lane)
  }

  /// Sites of a call that was looked at ran again.
  mutating func take(recomputed sites: [SiteCall], of number: Int, lane: Int = 0) {
    guard lane < lanes.count, number <= lanes[lane].through else { return }
    take(.recomputed(number: number, sites: sites), lane)
  }

  /// All calls so far were looked at, or all there will be: then the timeline says what the end of
  /// each lane tells.
  mutating func takeRest(of timeline: some Timeline) {
    guard examination != nil else { return }
    for lane in lanes.indices where lanes[lane].header != nil {
      takeAnnotations(of: timeline, lane, upTo: .max)
      guard !lanes[lane].hasEnd, let remains = timeline.remains(ofLane: lane) else { continue }
      lanes[lane].hasEnd = true
      if let line = remains.brokenLine { takeBroken(line: line, lane) }
      if let bytes = remains.tornTail { take(.tornTail(bytes: bytes), lane) }
    }
  }

  /// A person accepts what a rule finds, at one site or wherever it is.
  mutating func accept(rule: String, site: String?) {
    if !accepted.contains(where: { $0.rule == rule && $0.site == site }) {
      accepted.append((rule, site))
    }
    examination?.accept(rule: rule, site: site)
    version += 1
  }

  /// What can be said now; what calls come to is said of the reference.
  func conclusion(of timeline: some Timeline) -> Conclusion {
    var verdict = examination?.verdict() ?? Verdict()
    verdict.nameRanks(timeline.lanes)
    let reference = timeline.reference
    guard reference < lanes.count else { return Conclusion(verdict, through: 0) }
    return Conclusion(
      verdict, through: lanes[reference].through, tally: lanes[reference].tally)
  }
}

extension LiveExamination {
  /// - Returns: false where the session is not known yet.
  private mutating func begin(_ timeline: some Timeline, _ lane: Int) -> Bool {
    // Only what is read can tell of further sites.
    if examination != nil, timeline.abilities.contains(.changeSettings) { return true }
    guard let header = timeline.header(ofLane: lane) else { return false }
    if examination == nil {
      lanes = timeline.lanes.map { _ in Lane() }
      // Where the headers of lanes are not there yet, they come with their first calls.
      let unknown = SessionHeader(source: header.source)
      var examination = Examination(lanes: lanes.indices.map { $0 == lane ? header : unknown })
      for (rule, site) in accepted { examination.accept(rule: rule, site: site) }
      self.examination = examination
      lanes[lane].header = header
    }
    guard lane < lanes.count else { return false }
    if lanes[lane].header == nil, !header.modules.isEmpty {
      examination?.take(.began(modules: header.modules), lane: lane)
    }
    let known = lanes[lane].header?.sites.count ?? 0
    lanes[lane].header = header
    if header.sites.count > known {
      for site in header.sites[known...] { examination?.take(site, lane: lane) }
    }
    return true
  }

  private mutating func takeAnnotations(
    of timeline: some Timeline, _ lane: Int, upTo number: Int
  ) {
    for annotation in lanes[lane].told.take(
      from: timeline.annotations(ofLane: lane), upTo: number)
    {
      take(.annotation(annotation), lane)
    }
  }

  private mutating func takeBroken(line: Int, _ lane: Int) {
    let broken = lanes[lane].broken
    let lines = (first: broken?.first ?? line, count: (broken?.count ?? 0) + 1)
    lanes[lane].broken = lines
    take(.brokenLines(first: lines.first, count: lines.count), lane)
  }

  private mutating func take(_ event: SessionEvent, _ lane: Int) {
    examination?.take(event, lane: lane)
    version += 1
  }
}

extension Verdict {
  /// Findings name lanes; a person reads them as ranks.
  fileprivate mutating func nameRanks(_ lanes: [Sessions.Lane]) {
    let ranks = lanes.enumerated().map { $1.rank ?? $0 }
    guard lanes.count > 1, ranks != Array(lanes.indices) else { return }
    for list in [\Verdict.findings, \.following, \.accepted, \.notes] {
      for index in self[keyPath: list].indices {
        self[keyPath: list][index].lanes = self[keyPath: list][index].lanes.map {
          ranks.indices.contains($0) ? ranks[$0] : $0
        }
      }
    }
  }
}
