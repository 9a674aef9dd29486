package import DropoutEngine

/// One thing that can be wrong with dropout: it takes calls and says what it found.
///
/// Memory stays within a bound that does not grow with the number of calls.
package protocol Rule: Sendable {
  /// What the rule is, and how it judges.
  static var about: RuleCard { get }

  /// Nothing seen yet.
  init()

  /// Takes the next call of a lane.
  mutating func take(_ call: ExaminedCall)

  /// Takes what happened between calls of a lane.
  mutating func take(_ event: SessionEvent, lane: Int)

  /// What is wrong, a finding for each site of each lane.
  func findings() -> [Finding]

  /// What was looked at; a rule that looked at no call could not run.
  var looked: Tally { get }

  /// What the rule needs and did not find, in a clause.
  var needs: String { get }
}

extension Rule {
  /// Most rules are about calls alone.
  package mutating func take(_ event: SessionEvent, lane: Int) {}
}

/// A rule's card: its names, its test, and the level that the test keeps.
package struct RuleCard: Sendable, Equatable {
  /// `D03`.
  package let id: String
  /// `rate-off`.
  package let name: String
  /// What it says where it found something, as a title.
  package let found: String
  /// What it says where it found nothing.
  package let passed: String
  /// The test in words.
  package let test: String
  /// What a false alarm takes, in words.
  package let level: String
}

/// A rule that holds two sessions, or a session and itself, against each other call by call.
package protocol PairRule: Sendable {
  /// What the rule is, and how it judges.
  static var about: RuleCard { get }

  /// Takes one call as both sessions have it.
  mutating func take(_ first: ForwardCall, _ second: ForwardCall)

  /// What is wrong.
  func findings() -> [Finding]
}

/// What happens to a session between its calls.
package enum SessionEvent: Sendable, Equatable {
  /// The lane begins: the dropout modules that its model holds.
  case began(modules: [ModuleHeader])
  /// A record that is pinned to a call.
  case annotation(Annotation)
  /// Sites of call `number` that ran again in backward, told after the call.
  case recomputed(number: Int, sites: [SiteCall])
  /// The log stops in the middle of a line, `bytes` bytes long.
  case tornTail(bytes: Int)
  /// `count` lines of the log are no records, the first of them line `first`.
  case brokenLines(first: Int, count: Int)
}

/// What a rule has looked at, site by site.
package struct Tally: Sendable, Equatable {
  private(set) var looked = Verdict.Looked()
  /// Whether a site was seen, by its key.
  private var sites: [Bool] = []
  /// The last call of each lane.
  private var last: [Int?] = []

  /// Nothing yet.
  package init() {}

  /// Counts a run of a site, with so many draws.
  mutating func add(_ site: Sighting, elements: Int = 1) {
    add(key: site.key, lane: site.lane, number: site.number, elements: elements)
  }

  /// Counts a run of the site of that index.
  mutating func add(key: Int, lane: Int, number: Int, elements: Int) {
    if key >= sites.count {
      sites.append(contentsOf: repeatElement(false, count: key + 1 - sites.count))
    }
    if !sites[key] {
      sites[key] = true
      looked.sites += 1
    }
    add(call: number, lane: lane)
    let (sum, overflow) = looked.elements.addingReportingOverflow(elements)
    looked.elements = overflow ? .max : sum
  }

  /// Counts a call.
  mutating func add(call number: Int, lane: Int) {
    if lane >= last.count {
      last.append(contentsOf: repeatElement(nil, count: lane + 1 - last.count))
    }
    guard last[lane] != number else { return }
    last[lane] = number
    looked.calls += 1
  }

  /// Whether anything was looked at.
  package var isEmpty: Bool { looked.calls == 0 }
}
