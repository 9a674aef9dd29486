/// What a rule of the doctor says about a session: what is off, where, since when, how surely.
public struct Finding: Sendable, Equatable {
  /// The rule's id: `D03`.
  public var rule: String
  /// The rule's name: `rate-off`.
  public var name: String
  /// What is wrong in a few words; nil where the rule's name must do.
  public var title: String?
  /// How bad it is.
  public var severity: Severity
  /// The sites that it is about, worst first; none where it is about the session as a whole.
  public var sites: [String]
  /// The first call that shows it; nil where it is about no call.
  public var from: Int?
  /// The last call that was looked at with it there.
  public var to: Int?
  /// The lanes that show it, from 0.
  public var lanes: [Int]
  /// What was measured, beside what is expected.
  public var numbers: [Measurement]
  /// What is wrong, in one sentence.
  public var what: String
  /// What that does to a run, in one sentence.
  public var meaning: String
  /// What to do about it, in one sentence.
  public var advice: String
  /// Where to look: `train.py:31`.
  public var place: String?
  /// The id of the rule whose finding at the same site brings this one about.
  public var follows: String?
  /// Findings of one rule with one cause are told as one, with all their sites.
  public var cause: String

  /// How bad a finding is.
  public enum Severity: String, Sendable, CaseIterable, Comparable {
    case note, warning, error

    /// Worse is larger.
    public static func < (a: Severity, b: Severity) -> Bool { a.weight < b.weight }

    private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A number of a finding.
  public struct Measurement: Sendable, Equatable {
    /// What it is: `drop rate`.
    public var name: String
    /// What was measured.
    public var measured: Double
    /// What theory expects; nil for a plain count.
    public var expected: Double?
    /// How many standard deviations lie between the two; nil where chance has no part in it.
    public var sigma: Double?
    /// The chance that a healthy session ever shows as much, whenever one looks: a bound that
    /// holds at all calls at once.
    public var chance: Double?

    /// All fields.
    public init(
      _ name: String, _ measured: Double, expected: Double? = nil, sigma: Double? = nil,
      chance: Double? = nil
    ) {
      self.name = name
      self.measured = measured
      self.expected = expected
      self.sigma = sigma
      self.chance = chance
    }
  }

  /// All fields but those that are often empty.
  public init(
    rule: String, name: String, severity: Severity, sites: [String], from: Int?, to: Int?,
    lanes: [Int], numbers: [Measurement], what: String, meaning: String, advice: String,
    place: String? = nil, cause: String = ""
  ) {
    self.rule = rule
    self.name = name
    self.severity = severity
    self.sites = sites
    self.from = from
    self.to = to
    self.lanes = lanes
    self.numbers = numbers
    self.what = what
    self.meaning = meaning
    self.advice = advice
    self.place = place
    self.cause = cause
  }

  /// The number of that name.
  public func number(_ name: String) -> Measurement? { numbers.first { $0.name == name } }

  /// The number of that name where it counts something: calls, draws; nil where it is no whole number.
  public func count(_ name: String) -> Int? {
    number(name).flatMap { Int(exactly: $0.measured) }
  }
}
