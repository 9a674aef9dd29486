package import DropoutEngine

/// An examination of one session, on one rank or on several: calls in, verdict out, at any time.
///
/// Calls of a lane come in order; lanes may come in any order, best joined by step. Memory is bounded
/// whatever the length of the session: a few kilobytes a site and lane, and four bytes a unit. Calls
/// that a rewind takes back must not be handed in: where one comes, the examination starts anew.
///
///     var examination = Examination(lanes: [header])
///     for call in calls { examination.take(call) }
///     let verdict = examination.verdict()
package struct Examination: Sendable {
  private var rules: [any Rule]
  private var lanes: [Lane]
  private var keys: [SiteOfLane: Int] = [:]
  /// The sites over all lanes, by their keys.
  private var known: [KnownSite] = []
  private var histories: [MaskHistory] = []
  private var looked = Tally()
  private var unseen: [String] = []
  private var accepted: [Acceptance] = []

  /// Most sites over all lanes that are looked at, so that a log of ever new names takes no memory.
  private static let siteLimit = 65_536
  /// Most sites over all lanes whose rates are tested; the rest is looked at for all else.
  static let testedLimit = 16_384
  /// Most sites over all lanes whose masks are compared with each other: what is kept of them takes
  /// some kilobytes each.
  static let maskLimit = 4096

  private struct SiteOfLane: Hashable {
    var lane: Int
    var name: String
  }

  private struct Lane {
    var sites: [String: SiteHeader] = [:]
    var last = 0
    /// The keys of the last call's sites: those of the next are mostly the same.
    var recent: [Int] = []
  }

  private struct KnownSite {
    var name: String
    var header: SiteHeader?
    var kind: KindTraits
  }

  /// - Parameters:
  ///   - lanes: a header for each lane.
  ///   - expectsEqualRanks: whether ranks are meant to draw alike, as in tensor parallelism.
  package init(lanes headers: [SessionHeader], expectsEqualRanks: Bool = false) {
    rules = Rules.all.map { $0.init() }
    lanes = headers.map { header in
      var lane = Lane()
      for site in header.sites { lane.sites[site.name] = site }
      return lane
    }
    for index in rules.indices {
      guard var ranks = rules[index] as? SameOnRanks else { continue }
      ranks.expectsEqual = expectsEqualRanks
      ranks.laneCount = headers.count
      rules[index] = ranks
    }
    for (lane, header) in headers.enumerated() where !header.modules.isEmpty {
      take(.began(modules: header.modules), lane: lane)
    }
  }

  /// A site was seen for the first time.
  package mutating func take(_ site: SiteHeader, lane: Int = 0) {
    guard lanes[lane].sites[site.name] == nil, lanes[lane].sites.count < 4096 else { return }
    lanes[lane].sites[site.name] = site
    guard let key = keys[SiteOfLane(lane: lane, name: site.name)] else { return }
    known[key].header = site
    known[key].kind = KindTraits(site.kind)
  }

  /// The next call of a lane.
  package mutating func take(_ call: ForwardCall, lane: Int = 0) {
    let isFresh = call.number > lanes[lane].last
    lanes[lane].last = max(lanes[lane].last, call.number)
    var sites: [Sighting] = []
    sites.reserveCapacity(call.sites.count)
    for (place, site) in call.sites.enumerated() {
      guard let key = key(of: site, at: place, lane: lane) else { continue }
      sites.append(sighting(of: site, key: key, in: call, lane: lane, isFresh: isFresh))
    }
    for site in sites { looked.add(site, elements: site.decisions?.of ?? 0) }
    if sites.isEmpty { looked.add(call: call.number, lane: lane) }
    for draws in call.unseen where draws.draws > 0 { note("\(draws.what) drew unseen") }
    let examined = ExaminedCall(call: call, lane: lane, isFresh: isFresh, sites: sites)
    for index in rules.indices { rules[index].take(examined) }
  }

  /// Something happened between calls of a lane.
  package mutating func take(_ event: SessionEvent, lane: Int = 0) {
    switch event {
    case .annotation(let annotation):
      switch annotation.kind {
      case .accepted(let rule, let site, _): accept(rule: rule, site: site)
      case .note(let site, let text): note((site.map { "\($0): " } ?? "") + text)
      case .change, .mark, .skipped: break
      }
    case .began, .recomputed, .tornTail, .brokenLines: break
    }
    for index in rules.indices { rules[index].take(event, lane: lane) }
  }

  /// A person accepts what a rule finds: at one site, or wherever it is.
  package mutating func accept(rule: String, site: String?) {
    accepted.append(Acceptance(rule: rule, site: site))
  }

  /// What can be said now.
  package func verdict() -> Verdict {
    var verdict = Verdict()
    verdict.looked = looked.looked
    verdict.unseen = unseen
    let all = placed(rules.flatMap { $0.findings() })
    let (causes, following) = Causes.parted(all)
    verdict.following = Causes.merged(following)
    verdict.accepted = Causes.merged(causes.filter { finding in isAccepted(finding) })
    let open = Causes.merged(causes.filter { finding in !isAccepted(finding) })
    verdict.findings = open.filter { $0.severity > .note }
    verdict.notes = open.filter { $0.severity == .note }
    for rule in rules { conclude(rule, found: Set(all.map(\.rule)), into: &verdict) }
    return verdict
  }

  private func conclude(_ rule: any Rule, found: Set<String>, into verdict: inout Verdict) {
    let about = type(of: rule).about
    if found.contains(about.id) { return }
    if rule.looked.isEmpty {
      verdict.notRun.append(Verdict.NotRun(rule: about.id, name: about.name, needs: rule.needs))
    } else {
      verdict.passed.append(
        Verdict.Passed(
          rule: about.id, name: about.name, title: about.passed, looked: rule.looked.looked))
    }
  }
}

extension Examination {
  /// The key of a site that stands at a place of its call; nil beyond the limit.
  private mutating func key(of site: SiteCall, at place: Int, lane: Int) -> Int? {
    let hasRecent = place < lanes[lane].recent.count
    if hasRecent, case let key = lanes[lane].recent[place], known[key].name == site.name {
      return key
    }
    let name = SiteOfLane(lane: lane, name: site.name)
    let key = keys[name] ?? known.count
    guard key < Self.siteLimit else {
      note("sites beyond the first \(Self.siteLimit) were not looked at")
      return nil
    }
    if key == known.count {
      keys[name] = key
      let header = lanes[lane].sites[site.name]
      known.append(
        KnownSite(name: site.name, header: header, kind: KindTraits(header?.kind)))
    }
    if hasRecent {
      lanes[lane].recent[place] = key
    } else if place == lanes[lane].recent.count {
      lanes[lane].recent.append(key)
    }
    return key
  }

  private mutating func sighting(
    of site: SiteCall, key: Int, in call: ForwardCall, lane: Int, isFresh: Bool
  ) -> Sighting {
    let isTraining = (site.phase ?? call.phase) == .train && !site.isRecomputed
    let mask = site.wholeMask
    let hash = mask?.mixed
    var novelty: MaskNovelty?
    if isTraining, isFresh, key < Self.maskLimit {
      if key >= histories.count {
        let missing = key + 1 - histories.count
        histories.append(contentsOf: repeatElement(MaskHistory(), count: missing))
      }
      novelty = histories[key].take(
        site, of: known[key].kind, mask: mask, hash: hash, in: call,
        limit: MaskHistory.length(site: key))
    }
    return Sighting(
      key: key, lane: lane, number: call.number, site: site, header: known[key].header,
      kind: known[key].kind, isTraining: isTraining, mask: mask, hash: hash, novelty: novelty)
  }

  private mutating func note(_ text: String) {
    guard unseen.count < 16, !unseen.contains(text) else { return }
    unseen.append(text)
  }

  private func isAccepted(_ finding: Finding) -> Bool {
    accepted.contains { $0.covers(finding) }
  }

  /// Findings with the places that the session tells of their sites.
  private func placed(_ findings: [Finding]) -> [Finding] {
    findings.map { finding in
      var finding = finding
      guard finding.place == nil, let site = finding.sites.first else { return finding }
      finding.place = lanes.lazy.compactMap { $0.sites[site]?.place }.first
      return finding
    }
  }
}

/// A person's word that a finding is meant.
struct Acceptance: Sendable, Equatable {
  var rule: String
  var site: String?

  /// Whether it is about a finding, which names one site at most.
  func covers(_ finding: Finding) -> Bool {
    guard rule == finding.rule else { return false }
    guard let site else { return true }
    return finding.sites.allSatisfy { $0 == site } && !finding.sites.isEmpty
  }
}
