/// What the doctor concludes about a session, and what that rests on.
///
/// `healthy` is only ever said together with what was looked at and what could not be.
public struct Verdict: Sendable, Equatable {
  /// What is wrong, worst first: errors and warnings that follow from nothing else.
  public var findings: [Finding] = []
  /// What may be meant: findings that are only notes.
  public var notes: [Finding] = []
  /// What a finding brings about and is no fault of its own.
  public var following: [Finding] = []
  /// Findings that a person accepted; they do not count.
  public var accepted: [Finding] = []
  /// Rules that ran and found nothing.
  public var passed: [Passed] = []
  /// Rules that could not run.
  public var notRun: [NotRun] = []
  /// What the log itself says that nobody could see.
  public var unseen: [String] = []
  /// All that was looked at.
  public var looked = Looked()

  /// How much was looked at.
  public struct Looked: Sendable, Equatable {
    /// Sites, counted once in each lane.
    public var sites = 0
    /// Calls.
    public var calls = 0
    /// Draws, where a rule is about draws; else runs of sites.
    public var elements = 0

    /// Nothing yet.
    public init() {}
  }

  /// A rule that ran and found nothing.
  public struct Passed: Sendable, Equatable {
    /// The rule's id.
    public var rule: String
    /// Its name.
    public var name: String
    /// What holds, in a few words.
    public var title: String?
    /// What it looked at.
    public var looked: Looked

    /// All fields.
    public init(rule: String, name: String, title: String? = nil, looked: Looked) {
      self.rule = rule
      self.name = name
      self.title = title
      self.looked = looked
    }
  }

  /// A rule that could not run.
  public struct NotRun: Sendable, Equatable {
    /// The rule's id.
    public var rule: String
    /// Its name.
    public var name: String
    /// What it would need, in a clause.
    public var needs: String

    /// All fields.
    public init(rule: String, name: String, needs: String) {
      self.rule = rule
      self.name = name
      self.needs = needs
    }
  }

  /// Nothing was looked at yet.
  public init() {}

  /// Whether nothing was found.
  public var isHealthy: Bool { findings.isEmpty }

  /// The part that is about some rules.
  public func only(_ rules: Set<String>) -> Verdict {
    var part = self
    part.findings.removeAll { !rules.contains($0.rule) }
    part.notes.removeAll { !rules.contains($0.rule) }
    part.following.removeAll { !rules.contains($0.rule) }
    part.accepted.removeAll { !rules.contains($0.rule) }
    part.passed.removeAll { !rules.contains($0.rule) }
    part.notRun.removeAll { !rules.contains($0.rule) }
    return part
  }
}
