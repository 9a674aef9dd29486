import DropoutEngine
import Interface
import SessionLog
import Terminal

/// A recorded session, or one that still grows, as the screen drives it.
///
/// The index is built in the background. A request waits for it only where it has to: a call is
/// handed out as soon as the index has come to it.
struct LogSession: TimelineSession {
  /// How long one slice of work may take before new orders are looked at, in seconds.
  private static let slice = 0.01

  var timeline: LogTimeline
  /// Whether calls may still come.
  var follows: Bool
  var recording = RecordingSlot()
  /// The call on screen.
  var shown: ForwardCall?
  /// Marks that the person set; the log itself is never written to.
  var marks: [Annotation] = []
  var report = GrowthReport()
  /// Whether the index has ever been complete; what comes later is no backlog.
  var hasCaughtUp = false
  /// The last call of a log that was read to its end, and what its newest was then.
  var last: (newest: Int, number: Int)?
  var job: LogJob?
  /// Nothing can be done before the log grows or an effect comes.
  private var isBlocked = false
  private var looked = 0.0
  private var grown = 0.0

  init(timeline: LogTimeline, follows: Bool) {
    self.timeline = timeline
    self.follows = follows
  }

  /// A log that grows is looked at as often as frames are drawn, and less often when it rests.
  var idleTime: Double? {
    if !isBlocked { return 0 }
    guard follows else { return nil }
    return Monotonic.now() - grown < 1 ? Playback.frame : 0.1
  }

  var current: Int { shown?.number ?? 0 }

  mutating func perform(_ effect: Effect, post: (Event) -> Void) {
    isBlocked = false
    switch effect {
    case .advance(let count): begin(.onward(max(count, 1)))
    case .advanceFor(let seconds): begin(.onwardUntil(Monotonic.now() + seconds))
    case .seek(let number): begin(.nearest(number))
    case .seekNewest: begin(.newest)
    case .cancel: job?.isGivenUp = true
    case .change, .restart:
      post(.notice("this is a recording: its settings and its seed cannot be changed"))
      begin(.nearest(current))
    case .mark(let number):
      mark(number, post: post)
      begin(.nearest(current))
    case .startRecording: startRecording(post: post)
    case .stopRecording: recording.stop(reason: "stopped", post: post)
    case .suspend, .repaint, .quit: break
    }
  }

  private mutating func begin(_ goal: LogJob.Goal) {
    job = LogJob(goal: goal, at: current, began: Monotonic.now())
  }

  mutating func work(until isInterrupted: () -> Bool, post: (Event) -> Void) {
    look(post: post)
    let end = Monotonic.now() + Self.slice
    repeat {
      isBlocked = !step(post: post)
    } while !isBlocked && Monotonic.now() < end && !isInterrupted()
    tell(post: post)
  }

  /// Goes on with the request, or else with the index.
  ///
  /// - Returns: false when there is nothing to do for now.
  private mutating func step(post: (Event) -> Void) -> Bool {
    if goOn(post: post) { return true }
    guard timeline.hasMore else { return false }
    timeline.readOn()
    if let number = timeline.takeReplaced() {
      recording.attempt(post: post) { (recorder) throws(Failure) in
        try recorder.rewind(to: number)
      }
      if job == nil, current >= number { post(.outdated) }
    }
    return true
  }

  mutating func end(reason: String, post: (Event) -> Void) {
    recording.stop(reason: reason, post: post)
  }
}

// MARK: - A log that grows

extension LogSession {
  private mutating func look(post: (Event) -> Void) {
    let now = Monotonic.now()
    guard follows, now - looked > 0.01 else { return }
    looked = now
    // Asked before the look, so that what came before the end is seen.
    let input = timeline.input
    switch timeline.look() {
    case .grew: grown = now
    case .startedOver(let reason): startOver(reason, post: post)
    case .none: if input != .open { close(input, post: post) }
    }
  }

  private mutating func close(_ input: InputSpool.State, post: (Event) -> Void) {
    follows = false
    switch input {
    case .failed(let reason): post(.notice("reading \(timeline.name) stopped: \(reason)"))
    case .open, .ended: post(.notice("\(timeline.name) ended"))
    }
  }

  private mutating func startOver(_ reason: String, post: (Event) -> Void) {
    recording.stop(reason: "the log was replaced", post: post)
    post(.notice(reason))
    shown = nil
    marks = []
    report = GrowthReport()
    job?.at = 0
    if job == nil { post(.outdated) }
  }

  private mutating func mark(_ number: Int, post: (Event) -> Void) {
    let annotation = Annotation(number: number, kind: .mark(text: "mark"))
    marks.append(annotation)
    recording.attempt(post: post) { (recorder) throws(Failure) in try recorder.write(annotation) }
  }
}

// MARK: - Recording

extension LogSession {
  private mutating func startRecording(post: (Event) -> Void) {
    guard let shown, let header = timeline.header(at: shown.number) else { return }
    let earlier = annotations.filter { $0.number <= shown.number }
    recording.begin(post: post) {
      let recorder = try Recorder(
        unusedNameFor: nil,
        session: Recorder.session(header: header, batch: timeline.session?.batch), begun: nil,
        after: shown.number - 1)
      for annotation in earlier { try recorder.write(annotation) }
      try recorder.write(shown)
      return recorder
    }
  }

  /// Writes a call that the log has not, and what happened before it.
  mutating func record(_ call: ForwardCall, post: (Event) -> Void) {
    guard let last = recording.recorder?.lastWritten, call.number > last else { return }
    let between = annotations.filter { $0.number > last && $0.number <= call.number }
    recording.attempt(post: post) { (recorder) throws(Failure) in
      for annotation in between { try recorder.write(annotation) }
      try recorder.write(call)
    }
  }

  /// What the log says and what the person marked, by call.
  var annotations: [Annotation] {
    if marks.isEmpty { return timeline.annotations }
    return (timeline.annotations + marks).sorted { $0.number < $1.number }
  }
}
