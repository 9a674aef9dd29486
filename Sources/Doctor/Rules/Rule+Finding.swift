import DropoutEngine
import PlainText

/// What a finding says in words.
struct FindingWords {
  /// What is wrong, in one sentence.
  var what: String
  /// What that does to a run.
  var meaning: String
  /// What to do.
  var advice: String
}

extension Rule {
  /// A finding of this rule at a site, or at none.
  static func finding(
    _ severity: Finding.Severity = .error, site: String?, lane: Int, calls: (Int, Int)?,
    numbers: [Finding.Measurement] = [], cause: String = "", _ words: FindingWords
  ) -> Finding {
    var finding = Finding(
      rule: about.id, name: about.name, severity: severity, sites: site.map { [$0] } ?? [],
      from: calls?.0, to: calls?.1, lanes: [lane], numbers: numbers, what: words.what,
      meaning: words.meaning, advice: words.advice, cause: cause)
    finding.title = about.found
    return finding
  }
}

/// Which site of which lane, in which call.
struct SitePlace: Sendable {
  var key: Int
  var name: String
  var lane: Int
  var number: Int
}

/// What rules keep of each site of each lane.
struct SiteStates<State: Sendable>: Sendable {
  /// One for each site that has been updated.
  private(set) var states: [Held] = []
  /// Where the state of a site stands, by the site's key; -1 where it has none.
  private var places: [Int32] = []

  /// One site's state, with what names it.
  struct Held: Sendable {
    var key: Int
    var name: String
    var lane: Int
    var last: Int
    var state: State
  }

  /// Changes the state of a site; where there is none yet, it begins as `initial`.
  mutating func update(
    _ site: Sighting, initial: @autoclosure () -> State, _ body: (inout State) -> Void
  ) {
    let place =
      place(of: site.key)
      ?? add(
        Held(
          key: site.key, name: site.name, lane: site.lane, last: site.number,
          state: initial()))
    states[place].last = site.number
    body(&states[place].state)
  }

  /// Changes the state of the site at a place.
  mutating func update(
    _ site: SitePlace, initial: @autoclosure () -> State, _ body: (inout State) -> Void
  ) {
    let place =
      place(of: site.key)
      ?? add(
        Held(
          key: site.key, name: site.name, lane: site.lane, last: site.number, state: initial()))
    states[place].last = site.number
    body(&states[place].state)
  }

  /// The state of the site of that key.
  func state(_ key: Int) -> State? { place(of: key).map { states[$0].state } }

  /// Whether the site of that key has a state.
  func has(_ key: Int) -> Bool { place(of: key) != nil }

  private func place(of key: Int) -> Int? {
    key < places.count && places[key] >= 0 ? Int(places[key]) : nil
  }

  private mutating func add(_ held: Held) -> Int {
    if held.key >= places.count {
      places.append(contentsOf: repeatElement(-1, count: held.key + 1 - places.count))
    }
    places[held.key] = Int32(states.count)
    states.append(held)
    return states.count - 1
  }

  /// All of them, in the order in which the sites were first seen.
  var inOrder: [(key: Int, held: Held)] {
    states.sorted { $0.key < $1.key }.map { ($0.key, $0) }
  }
}

/// A number in a sentence.
func shown(_ value: Double) -> String { shortDecimal(value, abs(value) < 0.1 ? 4 : 3) }

/// A share in a sentence: `29.8 %`.
func percent(_ share: Double) -> String { shortDecimal(100 * share, 1) + " %" }
