import DropoutEngine
import Interface

/// When the screen was last told how far a log was read, so that it hears of it in time and no more
/// often than it can use.
struct GrowthReport {
  /// Seconds from one report to the next, where nobody waits for the newest call.
  private static let interval = 0.25

  private var newest = 0
  private var last: Int?
  private var traced = 0
  private var isRead = false
  private var hasEnded = false
  /// Whether the person was told that the log ends early.
  private(set) var hasProblem = false
  private var told: Double
  /// The screen asked for the newest call when it was told last: it shows each frame's.
  private var isFollowed = false

  init(at now: Double) { told = now }

  /// The screen knows this, from an arrival.
  mutating func isKnown(newest: Int, last: Int?, traced: Int, asNewest: Bool) {
    self.newest = newest
    self.last = last
    self.traced = traced
    isFollowed = asNewest
  }

  /// Whether the screen should hear of it now; it then counts as told.
  mutating func isDue(_ growth: Growth, at now: Double) -> Bool {
    let isRead = growth.share == nil
    let problem = growth.problem != nil
    let isUrgent =
      isRead != self.isRead || problem != hasProblem || last != growth.last
      || hasEnded != growth.hasEnded
    let isNew = newest != growth.newest || traced != growth.trace.last
    guard isUrgent || isNew || !isRead else { return false }
    let isFrame = isFollowed && newest != growth.newest
    let pause = isFrame ? Playback.frame * 0.9 : Self.interval
    guard isUrgent || now - told > pause else { return false }
    told = now
    (newest, last, hasProblem) = (growth.newest, growth.last, problem)
    traced = growth.trace.last
    hasEnded = growth.hasEnded
    self.isRead = isRead
    if isFrame { isFollowed = false }
    return true
  }
}
