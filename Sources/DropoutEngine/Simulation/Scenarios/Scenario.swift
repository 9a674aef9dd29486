/// A session in which one thing goes wrong on purpose: what is wrong, what the doctor should call it,
/// and what to look at while it plays.
///
/// A new one is a file beside this one, and a line in ``allCases``.
public struct Scenario: Sendable {
  /// Its name on the command line and in logs.
  public let rawValue: String
  /// One line for help texts.
  public let summary: String
  /// The rule of the doctor that names it.
  public let rule: String
  /// The number of the view that shows it best.
  public let view: Int
  /// What is wrong in the simulation; nothing where the network itself is.
  let fault: Fault
  /// Its network; nil for that of the digits.
  let plan: NetworkPlan?
  /// The rates it begins with, where they are not the network's own.
  let rates: [String: Rate]
  /// What to look at and when, in the order of the calls.
  public let captions: [Caption]

  /// A sentence for some calls; it fits into 78 cells.
  public struct Caption: Sendable, Equatable {
    /// The calls in which it is told.
    public var calls: ClosedRange<Int>
    /// The sentence.
    public var text: String

    init(_ calls: ClosedRange<Int>, _ text: String) {
      (self.calls, self.text) = (calls, text)
    }
  }

  init(
    _ name: String, _ summary: String, rule: String, view: Int = 1, fault: Fault = Fault(),
    plan: NetworkPlan? = nil, rates: [String: Rate] = [:], captions: [Caption] = []
  ) {
    (rawValue, self.summary, self.rule, self.view) = (name, summary, rule, view)
    (self.fault, self.plan, self.rates, self.captions) = (fault, plan, rates, captions)
  }

  /// How many ranks play it, each a simulation of its own; 1 for most.
  public var ranks: Int { fault.ranks }

  /// Whether it can begin and end while a session runs: it changes no network and no ranks.
  public var canBegin: Bool { plan == nil && ranks == 1 }

  /// What is told at a call.
  public func caption(at call: Int) -> String? {
    captions.first { $0.calls.contains(call) }?.text
  }
}

extension Scenario: CaseIterable {
  /// Those there are.
  public static let allCases: [Scenario] = [
    .forgotEval, .swappedKeep, .scaleTwice, .frozenGenerator, .sameSeedOnRanks, .dropoutTwice,
    .deadUnits, .varianceShift,
  ]
}

extension Scenario: RawRepresentable, Hashable {
  /// Nil for a name that none has.
  public init?(rawValue: String) {
    guard let known = Scenario.allCases.first(where: { $0.rawValue == rawValue }) else {
      return nil
    }
    self = known
  }

  /// Names are unique.
  public static func == (a: Scenario, b: Scenario) -> Bool { a.rawValue == b.rawValue }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
