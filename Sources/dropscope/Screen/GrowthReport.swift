import Interface
import SessionLog
import Terminal

/// When the screen was last told how far a log was read, so that it hears of it in time and no more
/// often than it can use.
struct GrowthReport {
  /// Seconds from one report to the next, where nobody waits for the newest call.
  private static let interval = 0.25

  private var newest = 0
  private var last: Int?
  private var isRead = false
  /// Whether the person was told that the log ends early.
  private(set) var hasProblem = false
  private var told = Monotonic.now()
  /// The screen asked for the newest call when it was told last: it shows each frame's.
  private var isFollowed = false

  /// The screen knows this, from an arrival.
  mutating func isKnown(_ growth: Growth, asNewest: Bool) {
    newest = growth.newest
    last = growth.last
    isFollowed = asNewest
  }

  /// Whether the screen should hear of it now; it then counts as told.
  mutating func isDue(_ growth: Growth) -> Bool {
    let isRead = growth.share == nil
    let problem = growth.problem != nil
    let isUrgent = isRead != self.isRead || problem != hasProblem || last != growth.last
    guard isUrgent || newest != growth.newest || !isRead else { return false }
    let now = Monotonic.now()
    let pause = isFollowed ? Playback.frame * 0.9 : Self.interval
    guard isUrgent || now - told > pause else { return false }
    told = now
    (newest, last, hasProblem) = (growth.newest, growth.last, problem)
    self.isRead = isRead
    isFollowed = false
    return true
  }
}

extension LogSession {
  /// What is known of the log by now.
  mutating func growth() -> Growth {
    let isRead = !timeline.hasMore
    hasCaughtUp = hasCaughtUp || isRead
    return Growth(
      newest: timeline.newest, last: isRead && !follows ? lastCall() : nil,
      share: isRead || follows && hasCaughtUp ? nil : timeline.share, annotations: annotations,
      overview: timeline.overview, problem: timeline.failure?.description)
  }

  /// The number of the last call of a log that was read to its end.
  private mutating func lastCall() -> Int? {
    if let last, last.newest == timeline.newest { return last.number }
    guard let number = try? timeline.nearest(to: .max) else { return nil }
    last = (timeline.newest, number)
    return number
  }

  /// Tells the screen what it should know by now.
  mutating func tell(post: (Event) -> Void) {
    let growth = growth()
    let hadProblem = report.hasProblem
    guard report.isDue(growth) else { return }
    post(.grew(growth))
    if !hadProblem, let problem = growth.problem { post(.notice(problem)) }
  }
}
