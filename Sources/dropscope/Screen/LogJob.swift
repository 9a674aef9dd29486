import DropoutEngine
import Interface
import SessionLog
import Terminal

/// What a log's session was asked for and is on its way to.
struct LogJob {
  /// What answers the request.
  enum Goal {
    /// The call of that number, or the nearest before it.
    case nearest(Int)
    case newest
    /// So many calls further on.
    case onward(Int)
    /// As many as go until then, in seconds of the loop's clock.
    case onwardUntil(Double)
  }

  var goal: Goal
  /// The call that was reached on the way.
  var at: Int
  let began: Double
  /// The person does not want to wait: what was reached will do.
  var isGivenUp = false
  /// When it was last said how far it is.
  var told = 0.0
}

extension LogSession {
  /// A person sees a percentage when a call takes longer than this, in seconds.
  private static let patience = 0.25

  /// Goes on with the request.
  ///
  /// - Returns: false when it waits for the index, or there is none.
  mutating func goOn(post: (Event) -> Void) -> Bool {
    guard let job else { return false }
    do throws(LogError) {
      let canWait = timeline.hasMore && !job.isGivenUp
      switch job.goal {
      case .nearest(let number):
        if canWait, timeline.newest < number { return wait(post: post) }
        return try answer(number, post: post)
      case .newest:
        if canWait { return wait(post: post) }
        guard recording.recorder != nil, shown != nil else { return try answer(.max, post: post) }
        // A recording misses no call on the way.
        self.job?.goal = .onward(.max)
        return true
      case .onward(let count):
        return try goOnward(count, decodes: recording.recorder != nil, canWait, post: post)
      case .onwardUntil(let end):
        let isOver = Monotonic.now() >= end
        return try goOnward(isOver ? 0 : .max, decodes: true, canWait, post: post)
      }
    } catch {
      return recover(from: error, post: post)
    }
  }

  private mutating func goOnward(
    _ count: Int, decodes: Bool, _ canWait: Bool, post: (Event) -> Void
  ) throws(LogError) -> Bool {
    guard let job else { return false }
    guard count > 0, !job.isGivenUp, let next = try timeline.next(after: job.at) else {
      if count > 0, canWait { return wait(post: post) }
      return try answer(job.at, post: post)
    }
    if decodes, let call = try timeline.call(next) { record(call, post: post) }
    self.job?.at = next
    if case .onward(let left) = job.goal { self.job?.goal = .onward(left - 1) }
    return true
  }

  private mutating func answer(_ number: Int, post: (Event) -> Void) throws(LogError) -> Bool {
    guard let found = try timeline.nearest(to: number), let call = try timeline.call(found) else {
      return !follows && stay(post: post)
    }
    var wasNewest = false
    if case .newest? = job?.goal { wasNewest = true }
    job = nil
    shown = call
    record(call, post: post)
    postArrival(asNewest: wasNewest, post)
    return true
  }

  /// The log ends before a broken line; one that cannot be read leaves what is on screen.
  private mutating func recover(from error: LogError, post: (Event) -> Void) -> Bool {
    if case .line = error {
      giveUpGoingOn()
      if timeline.newest > 0 { return true }
    } else {
      post(.notice(error.description))
    }
    return stay(post: post)
  }

  /// Answers with what is on screen, as no other call can be had.
  private mutating func stay(post: (Event) -> Void) -> Bool {
    guard shown != nil else { return false }
    job = nil
    postArrival(post)
    return true
  }

  /// The call that was reached answers what goes on from call to call; a seek still finds the
  /// nearest call there is.
  private mutating func giveUpGoingOn() {
    guard let job else { return }
    switch job.goal {
    case .nearest, .newest: break
    case .onward, .onwardUntil: self.job?.goal = .nearest(max(job.at, 1))
    }
  }

  /// Says how far the index is, where that takes long.
  private mutating func wait(post: (Event) -> Void) -> Bool {
    let now = Monotonic.now()
    if let job, now - job.began > Self.patience, now - job.told > 0.1 {
      self.job?.told = now
      post(.seeking(share: timeline.share))
    }
    return false
  }

  private mutating func postArrival(asNewest: Bool = false, _ post: (Event) -> Void) {
    guard let shown, let header = timeline.header(at: shown.number) else { return }
    let growth = growth()
    report.isKnown(growth, asNewest: asNewest)
    post(
      .arrived(
        Arrival(
          header: header, call: shown,
          points: (try? timeline.points(endingAt: shown.number)) ?? [],
          annotations: growth.annotations, newest: growth.newest, last: growth.last,
          kind: follows ? .growing : .recorded, overview: growth.overview)))
  }
}
