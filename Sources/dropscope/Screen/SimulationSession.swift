import DropoutEngine
import Interface
import SessionLog
import Terminal

/// A simulation with its recording, as the screen drives it: one request at a time, in slices.
struct SimulationSession: TimelineSession {
  /// How long one slice of work may take before new orders are looked at, in seconds.
  private static let slice = 0.01
  /// A person sees a percentage when a call takes longer than this, in seconds.
  private static let patience = 0.25

  private var timeline: SimulationTimeline
  private var recording: RecordingSlot
  private let logPath: String?
  /// The call on screen.
  private var shown: ForwardCall?
  private var job: Job?

  /// A call that is worked for.
  private struct Job {
    var target: Int
    /// Where the way began, for the share of it that is done.
    var origin: Int
    var began: Double
    /// Calls are run and none shown until then; `target` is the next one.
    var runsUntil: Double?
    var told = 0.0
  }

  init(timeline: SimulationTimeline, recorder: Recorder?, logPath: String?) {
    self.timeline = timeline
    recording = RecordingSlot(recorder)
    self.logPath = logPath
  }

  var idleTime: Double? { job == nil ? nil : 0 }

  private var current: Int { shown?.number ?? 0 }

  /// Takes an effect on; what takes time becomes the job.
  mutating func perform(_ effect: Effect, post: (Event) -> Void) {
    switch effect {
    case .advance(let count): begin(current + max(count, 1))
    case .advanceFor(let seconds):
      begin(current + 1)
      job?.runsUntil = Monotonic.now() + seconds
    case .seek(let number): begin(max(1, number))
    case .seekNewest: begin(max(1, timeline.newest))
    case .cancel: if job != nil { begin(timeline.position + 1) }
    case .change(let change, let inPlace): self.change(change, inPlace: inPlace, post: post)
    case .restart(let newSeed): restart(newSeed: newSeed, post: post)
    case .mark(let number): mark(number, post: post)
    case .startRecording: startRecording(post: post)
    case .stopRecording: recording.stop(reason: "stopped", post: post)
    case .suspend, .repaint, .quit: break
    }
  }

  private mutating func begin(_ target: Int) {
    let now = Monotonic.now()
    job = Job(target: target, origin: timeline.position, began: now)
  }

  /// Works for a slice; a call that was reached is posted.
  mutating func work(until isInterrupted: () -> Bool, post: (Event) -> Void) {
    guard job != nil else { return }
    let end = Monotonic.now() + Self.slice
    repeat { step(post: post) } while job != nil && Monotonic.now() < end && !isInterrupted()
  }

  private mutating func step(post: (Event) -> Void) {
    guard var job else { return }
    if timeline.position >= job.target || timeline.position < job.origin {
      job.origin = min(timeline.position, job.target - 1)
    }
    var failure: Failure?
    let call = timeline.approach(job.target, limit: 1) { call in
      do throws(Failure) { try recording.recorder?.write(call) } catch { failure = error }
    }
    if let failure { recording.fail(failure, post: post) }
    let now = Monotonic.now()
    if let call {
      shown = call
      if let end = job.runsUntil, now < end {
        job.target = call.number + 1
        self.job = job
        return
      }
      self.job = nil
      postArrival(post)
      return
    }
    if now - job.began > Self.patience, now - job.told > 0.1 {
      job.told = now
      post(.seeking(share: timeline.progress(to: job.target, from: job.origin)))
    }
    self.job = job
  }

  private func postArrival(_ post: (Event) -> Void) {
    guard let shown else { return }
    // The log's header has the dialect that the session began with; the screen, the call's own.
    var header = timeline.header
    header.dialect = timeline.settings(at: shown.number).dialect.name
    post(
      .arrived(
        Arrival(
          header: header, call: shown, points: timeline.points(endingAt: shown.number),
          annotations: timeline.annotations, newest: timeline.newest)))
  }
}

// MARK: - Settings and marks

extension SimulationSession {
  private mutating func change(
    _ change: SettingChange, inPlace: Bool, post: (Event) -> Void
  ) {
    let number = inPlace ? max(current, 1) : current + 1
    if let annotation = timeline.change(change, from: number) { log(annotation, post: post) }
    begin(number)
  }

  private mutating func restart(newSeed: Bool, post: (Event) -> Void) {
    let old = timeline.header.seed ?? 0
    let seed = newSeed ? UInt64.random(in: 0..<100_000) : old
    do { try timeline.restart(seed: seed) } catch { post(.notice(error.description)) }
    let timeline = timeline
    recording.attempt(post: post) { (recorder) throws(Failure) in
      try recorder.restart(as: timeline)
    }
    shown = nil
    begin(1)
  }

  private mutating func mark(_ number: Int, post: (Event) -> Void) {
    let annotation = Annotation(number: number, kind: .mark(text: "mark"))
    timeline.mark(number, text: "mark")
    log(annotation, post: post)
    postArrival(post)
  }

  private mutating func log(_ annotation: Annotation, post: (Event) -> Void) {
    let standing = timeline.annotations
    recording.attempt(post: post) { (recorder) throws(Failure) in
      try recorder.write(annotation, among: standing)
    }
  }
}

// MARK: - Recording

extension SimulationSession {
  private mutating func startRecording(post: (Event) -> Void) {
    let (timeline, shown, path) = (timeline, shown, logPath)
    recording.begin(post: post) {
      let before = max((shown?.number ?? 0) - 1, 0)
      let options = timeline.options
      let recorder = try Recorder(
        unusedNameFor: path, session: Recorder.session(header: timeline.header, options: options),
        begun: options, after: before)
      // What was set is told first, also for calls to come, so that the calls can be simulated from
      // the log.
      for annotation in timeline.annotations { try recorder.tell(annotation) }
      if let shown { try recorder.write(shown) }
      return recorder
    }
  }

  mutating func end(reason: String, post: (Event) -> Void) {
    recording.stop(reason: reason, post: post)
  }
}
