import DropoutEngine

/// When the doctor is asked for a verdict, and whether the screen hears of it.
///
/// Pure: times are told to it. A verdict is asked for at once where all calls were looked at, and
/// never so often that concluding takes more than a twentieth of the time.
struct ExaminationReport {
  /// Seconds from one verdict to the next while further calls wait to be looked at.
  private static let busyPause = 0.1
  /// Seconds from one report to the next where only numbers changed.
  private static let interval = 1.0
  /// So many times as long as a verdict took passes before the next.
  private static let rest = 20.0

  private var concluded = 0
  private var concludedAt: Double
  private var cost = 0.0
  private var told: (version: Int, at: Double, seen: [SeenFinding])?

  /// All there will be was looked at: nothing is held back.
  var isEnd = false

  init(at now: Double) { concludedAt = now }

  /// What a person sees at a glance of a finding: all but its numbers.
  private struct SeenFinding: Equatable {
    var rule: String
    var severity: Finding.Severity
    var sites: [String]
    var lanes: [Int]
    var from: Int?
    var isAccepted: Bool

    init(_ finding: Finding, isAccepted: Bool = false) {
      rule = finding.rule
      severity = finding.severity
      sites = finding.sites
      lanes = finding.lanes
      from = finding.from
      self.isAccepted = isAccepted
    }
  }

  /// Seconds until a verdict is wanted of what was looked at; nil where the screen has it all.
  ///
  /// - Parameter version: of the examination; 0 before anything was looked at.
  func wait(for version: Int, isBusy: Bool, at now: Double) -> Double? {
    let end: Double
    if version != concluded {
      end = concludedAt + max(isBusy ? Self.busyPause : 0, Self.rest * cost)
    } else if let told, told.version != version {
      end = isEnd ? now : told.at + Self.interval
    } else {
      return nil
    }
    return max(0, end - now)
  }

  /// A verdict was asked for, which took `cost` seconds.
  ///
  /// - Parameter isAsked: whether a person waits for it.
  /// - Returns: whether the screen should have it now; it then counts as told.
  mutating func conclude(
    _ verdict: Verdict, version: Int, isAsked: Bool, cost: Double, at now: Double
  ) -> Bool {
    concluded = version
    concludedAt = now
    self.cost = cost
    let seen =
      (verdict.findings + verdict.notes).map { SeenFinding($0) }
      + verdict.accepted.map { SeenFinding($0, isAccepted: true) }
    guard let told, !isEnd, !isAsked, now - told.at < Self.interval, told.seen == seen else {
      told = (version, now, seen)
      return true
    }
    return false
  }

  /// The examination began anew: the screen has nothing of it.
  mutating func startAnew(at now: Double) {
    told = nil
    concludedAt = now
  }
}
