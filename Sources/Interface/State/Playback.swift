/// Whether calls run, how fast, when the next one is due, and what the timeline was asked for.
///
/// The timeline works on one request at a time. What a person asks for in the meantime waits in
/// `queue`, where it is merged with what waits there already, and is sent on arrival: no key is
/// lost, and no queue grows behind a slow call.
///
/// Invariant: `queue` is empty unless a request is outstanding.
package struct Playback: Equatable, Sendable {
  package var isPlaying = true
  /// Index into `Playback.ladder`; its last rung is "as fast as it goes".
  package var rung = Playback.normal
  /// The newest call is on screen as long as the person does not seek. In a log that grows it is
  /// the log that sets the pace, and the speed counts again after a seek.
  package var isFollowing = false
  /// The call to begin with.
  package var start = 1
  /// When the next call is due, in seconds on the loop's clock; nil before the first tick.
  package var due: Double?
  /// The part of a call that frames so far have left over, in 0..<1.
  var owed = 0.0
  /// What was sent to the timeline and is not answered yet.
  var outstanding: Request?
  /// What is sent next, in order.
  var queue: [Request] = []

  /// Speeds as multiples of `callsPerSecond`; nil runs as fast as it goes.
  package static let ladder: [Double?] = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, nil]
  /// The rung of speed 1x.
  package static let normal = 2
  /// Calls a second at speed 1x.
  package static let callsPerSecond = 4.0
  /// Seconds from one frame to the next, at the least: 30 a second.
  package static let frame = 1.0 / 30
  /// Seconds that calls run before one is shown, as fast as it goes: a little less than a frame.
  static let burst = 0.03

  package init() {}

  /// A request was sent to the timeline and is not answered yet.
  package var isWaiting: Bool { outstanding != nil }
}

// MARK: - The clock

extension Playback {
  /// Calls a second; nil as fast as it goes.
  package var rate: Double? { Playback.ladder[rung].map { $0 * Playback.callsPerSecond } }

  /// Seconds from one tick to the next: one call's time, or one frame's where calls are faster.
  var period: Double { rate.map { max(1 / $0, Playback.frame) } ?? Playback.frame }

  mutating func play() {
    isPlaying = true
    due = nil
    owed = 0
  }

  mutating func pause() {
    isPlaying = false
    isFollowing = false
    due = nil
    owed = 0
  }

  /// Changes the speed; a call that is due sooner than the new speed asks for stays due.
  mutating func setRung(_ rung: Int, at now: Double) {
    self.rung = min(max(rung, 0), Playback.ladder.count - 1)
    owed = 0
    due = due.map { min($0, now + period) }
  }

  /// The request for the calls that are due at `now`, at most one frame's worth: a stall is
  /// skipped, never caught up.
  ///
  /// - Parameter follows: whether the newest call is wanted, a frame after the last one.
  mutating func tick(at now: Double, follows: Bool = false) -> Request? {
    guard isPlaying, !isWaiting else { return nil }
    let due = due ?? now
    guard due <= now else { return nil }
    if follows {
      self.due = now + Playback.frame
      return .seekNewest
    }
    self.due = now - due < period ? due + period : now + period
    guard let rate else { return .advanceFor(seconds: Playback.burst) }
    // The slack keeps 0.9999… calls, a rounding of 1, from waiting for another period.
    let calls = owed + rate * period + 1e-9
    owed = max(0, calls - calls.rounded(.down) - 1e-9)
    return .advance(Int(calls))
  }
}
