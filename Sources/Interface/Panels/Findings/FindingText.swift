import DropoutEngine
import PlainText

/// The facts of a finding, each in a few words.
struct FindingText {
  let finding: Finding

  /// `net.drop1 and 3 more`; `the session` where it names no site.
  var sites: String {
    guard let first = finding.sites.first else { return "the session" }
    let more = finding.sites.count - 1
    return more > 0 ? "\(StatusLine.cut(first, 60)) and \(more) more" : StatusLine.cut(first, 60)
  }

  /// All sites, as many as one reads.
  var allSites: String {
    guard !finding.sites.isEmpty else { return "the session as a whole" }
    let names = finding.sites.prefix(8).map { StatusLine.cut($0, 60) }.joined(separator: ", ")
    let more = finding.sites.count - 8
    return more > 0 ? "\(names) and \(more) more" : names
  }

  /// `since call 46`; nil where it is about no call.
  var since: String? { finding.from.map { "since call \(Numerals.grouped($0))" } }

  /// `calls 46 to 77`, and the ranks where there are several.
  var extent: String {
    var words = "no call in particular"
    if let from = finding.from {
      let to = max(from, finding.to ?? from)
      let first = Numerals.grouped(from)
      words = from == to ? "call \(first)" : "calls \(first) to \(Numerals.grouped(to))"
    }
    if finding.lanes.count > 1 || finding.lanes.first ?? 0 > 0 {
      let ranks = finding.lanes.prefix(16).map(String.init).joined(separator: ", ")
      words += ", " + (finding.lanes.count == 1 ? "rank " : "ranks ") + ranks
    }
    return words
  }

  /// How surely, in a few cells: the σ of the first number, else its chance.
  var surprise: String? {
    guard let number = finding.numbers.first else { return nil }
    if let sigma = number.sigma { return Numerals.sigma(sigma) }
    return number.chance.map { "chance " + FindingText.chance($0) }
  }

  /// `drop rate 0.8013, not 0.2`: the first number beside what is expected of it.
  var evidence: String? {
    finding.numbers.first.map { number in
      let measured = "\(number.name) \(FindingText.value(number.measured))"
      return number.expected.map { measured + ", not \(FindingText.value($0))" } ?? measured
    }
  }

  /// `drop rate 0.8013, expected 0.2, +803.6σ, chance below 1e-300`.
  static func sentence(_ number: Finding.Measurement) -> String {
    var words = "\(number.name) \(value(number.measured))"
    if let expected = number.expected { words += ", expected \(value(expected))" }
    if let sigma = number.sigma { words += ", \(Numerals.sigma(sigma))" }
    if let chance = number.chance { words += ", chance \(self.chance(chance))" }
    return words
  }

  /// A number as it is read: counts in full, others with four decimals at most.
  static func value(_ value: Double) -> String {
    guard value.isFinite else { return Numerals.short(value) }
    if value == value.rounded(), abs(value) < 1e12 { return Numerals.grouped(Int(value)) }
    return Numerals.tick(value)
  }

  /// A chance; one that no double tells from 0 is told as less than the least that is shown.
  static func chance(_ value: Double) -> String {
    value >= leastChance ? FindingText.value(value) : "<1e-300"
  }

  /// `2 sites, 93 calls, 428,544 looked at`, and shorter ways to say it.
  static func looked(_ looked: Verdict.Looked) -> [String] {
    let calls = "\(Numerals.grouped(looked.calls)) \(looked.calls == 1 ? "call" : "calls")"
    let sites = "\(Numerals.grouped(looked.sites)) \(looked.sites == 1 ? "site" : "sites")"
    let elements = Numerals.grouped(looked.elements)
    guard looked.elements > 0 else {
      return [looked.sites > 0 ? "\(sites), \(calls)" : calls, calls]
    }
    return [
      "\(sites), \(calls), \(elements) looked at", "\(calls), \(elements) looked at",
      "\(elements) looked at", elements,
    ]
  }
}
