import Doctor
import DropoutEngine
import Interface

/// The doctor's examination of a timeline's calls as the driver comes by them: in order, each once,
/// and what happened between them.
struct LiveExamination {
  /// The last call that was looked at; 0 before the first.
  private(set) var through = 0
  /// Grows with all that can change the verdict, and never goes back.
  private(set) var version = 0
  private var examination: Examination?
  private var told = ToldAnnotations()
  private var tally = SessionTally()
  private var header: SessionHeader?
  private var knownSites = 0
  private var broken: (first: Int, count: Int)?
  private var hasEnd = false
  /// What the person accepted; holds also where the examination starts anew.
  private(set) var accepted: [(rule: String, site: String?)] = []

  /// Begins before the first call, where `number` or a later call was looked at.
  ///
  /// - Returns: whether it did.
  mutating func startAnew(from number: Int) -> Bool {
    guard number <= through else { return false }
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

  /// Takes the next call, and what the timeline says happened up to it.
  mutating func take(_ call: ForwardCall, of timeline: some Timeline) {
    guard begin(timeline) else { return }
    takeAnnotations(of: timeline, upTo: call.number)
    examination?.take(call)
    if let header { tally.add(call, of: header) }
    through = call.number
    version += 1
  }

  /// The next call's line is no record: what it held is lost.
  mutating func take(broken number: Int, line: Int, of timeline: some Timeline) {
    guard begin(timeline) else { return }
    through = number
    takeBroken(line: line)
  }

  /// Sites of a call that was looked at ran again.
  mutating func take(recomputed sites: [SiteCall], of number: Int) {
    guard number <= through else { return }
    take(.recomputed(number: number, sites: sites))
  }

  /// All calls so far were looked at, or all there will be.
  ///
  /// - Parameter remains: what the end of the source tells, where it is known.
  mutating func takeRest(of timeline: some Timeline, remains: Remains?) {
    guard examination != nil else { return }
    takeAnnotations(of: timeline, upTo: .max)
    guard let remains, !hasEnd else { return }
    hasEnd = true
    if let line = remains.brokenLine { takeBroken(line: line) }
    if let bytes = remains.tornTail { take(.tornTail(bytes: bytes)) }
  }

  /// A person accepts what a rule finds, at one site or wherever it is.
  mutating func accept(rule: String, site: String?) {
    if !accepted.contains(where: { $0.rule == rule && $0.site == site }) {
      accepted.append((rule, site))
    }
    examination?.accept(rule: rule, site: site)
    version += 1
  }

  /// What can be said now.
  func conclusion() -> Conclusion {
    Conclusion(examination?.verdict() ?? Verdict(), through: through, tally: tally)
  }
}

extension LiveExamination {
  /// - Returns: false where the session is not known yet.
  private mutating func begin(_ timeline: some Timeline) -> Bool {
    // Only what is read can tell of further sites.
    if examination != nil, timeline.abilities.contains(.changeSettings) { return true }
    guard let header = timeline.header(at: 0) else { return false }
    self.header = header
    if examination == nil {
      var examination = Examination(lanes: [header])
      for (rule, site) in accepted { examination.accept(rule: rule, site: site) }
      self.examination = examination
      knownSites = header.sites.count
    }
    guard header.sites.count > knownSites else { return true }
    for site in header.sites[knownSites...] { examination?.take(site) }
    knownSites = header.sites.count
    return true
  }

  private mutating func takeAnnotations(of timeline: some Timeline, upTo number: Int) {
    for annotation in told.take(from: timeline.annotations, upTo: number) {
      take(.annotation(annotation))
    }
  }

  private mutating func takeBroken(line: Int) {
    let lines = (first: broken?.first ?? line, count: (broken?.count ?? 0) + 1)
    broken = lines
    take(.brokenLines(first: lines.first, count: lines.count))
  }

  private mutating func take(_ event: SessionEvent) {
    examination?.take(event)
    version += 1
  }
}
