import DropoutEngine
import Interface
import SessionLog

/// Where a session's recording is, while there is one: a log that cannot be written ends the
/// recording and never the session.
struct SessionRecording {
  private var recorder: Recorder?
  /// What the log has that was pinned to the calls of another one.
  private var told = ToldAnnotations()
  private let path: String?
  private let surroundings: Surroundings

  init(_ recorder: Recorder?, path: String?, in surroundings: Surroundings) {
    self.recorder = recorder
    self.path = path
    self.surroundings = surroundings
  }

  var isOn: Bool { recorder != nil }

  /// Begins a recording at the call on screen and says so, or why not.
  ///
  /// - Parameter name: the file, which must not be there yet; nil for one that is chosen here.
  mutating func begin(
    of timeline: some Timeline, at shown: ForwardCall?, as name: String? = nil,
    post: (Event) -> Void
  ) {
    let number = shown?.number ?? 0
    guard recorder == nil,
      let session = timeline.sessionRecord(
        at: number, app: surroundings.app, started: surroundings.date())
    else { return }
    let path = timeline.settings(at: 0) == nil ? nil : path
    do throws(LogError) {
      let (begun, after) = (timeline.settings(at: 0), max(number - 1, 0))
      let recorder: Recorder
      if let name {
        recorder = try Recorder(
          path: name, force: false, session: session, begun: begun, after: after,
          now: surroundings.now)
      } else {
        recorder = try Recorder(
          unusedNameFor: path, session: session, begun: begun, after: after,
          now: surroundings.now)
      }
      told = ToldAnnotations()
      try begin(recorder, of: timeline, at: number)
      if let shown { try recorder.write(shown) }
      self.recorder = recorder
      post(.recording(.on(name: recorder.path)))
    } catch {
      post(.notice("cannot record: \(error.description)"))
    }
  }

  /// Tells what was before: of a simulation also what is set for calls to come, so that the calls
  /// can be simulated from the log.
  private mutating func begin(
    _ recorder: Recorder, of timeline: some Timeline, at number: Int
  ) throws(LogError) {
    guard timeline.abilities.contains(.changeSettings) else {
      return try tell(upTo: number, of: timeline, recorder)
    }
    for annotation in timeline.annotations { try recorder.tell(annotation) }
  }

  /// Writes a call that the log has not, and what another log says happened before it.
  mutating func write(_ call: ForwardCall, of timeline: some Timeline, post: (Event) -> Void) {
    guard let recorder, call.number > recorder.lastWritten else { return }
    attempt(post) { (recording) throws(LogError) in
      guard !timeline.abilities.contains(.changeSettings) else { return try recorder.write(call) }
      try recording.tell(upTo: call.number, of: timeline, recorder)
      try recorder.write(call, sites: timeline.header(at: call.number)?.sites ?? [])
    }
  }

  /// Writes what the person did: a change or a mark.
  mutating func write(
    _ annotation: Annotation, of timeline: some Timeline, post: (Event) -> Void
  ) {
    guard let recorder else { return }
    attempt(post) { (recording) throws(LogError) in
      if timeline.abilities.contains(.changeSettings) {
        try recorder.write(annotation, among: timeline.annotations)
      } else {
        try recording.tell(
          upTo: max(annotation.number, recorder.lastWritten), of: timeline, recorder)
      }
    }
  }

  /// Writes what ran again of a call.
  mutating func write(recomputed sites: [SiteCall], of number: Int, post: (Event) -> Void) {
    guard let recorder else { return }
    attempt(post) { (_) throws(LogError) in
      try recorder.write(recomputed: sites, of: number)
    }
  }

  /// The session began again before call 1.
  mutating func restart(as timeline: some Timeline, post: (Event) -> Void) {
    guard let recorder else { return }
    attempt(post) { (_) throws(LogError) in
      try recorder.restart(
        seed: timeline.header(at: 1)?.seed, settings: timeline.settings(at: 1))
    }
  }

  /// Calls from that number on are replaced by others.
  mutating func rewind(to number: Int, post: (Event) -> Void) {
    guard let recorder else { return }
    told.removeAll(from: number)
    attempt(post) { (_) throws(LogError) in try recorder.rewind(to: number) }
  }

  /// Ends the log.
  mutating func stop(reason: String, post: (Event) -> Void) {
    guard let recorder else { return }
    attempt(post) { (_) throws(LogError) in try recorder.close(reason: reason) }
    if self.recorder != nil { post(.recording(.saved(name: recorder.path))) }
    self.recorder = nil
  }

  private mutating func tell(
    upTo number: Int, of timeline: some Timeline, _ recorder: Recorder
  ) throws(LogError) {
    for annotation in told.take(from: timeline.annotations, upTo: number) {
      try recorder.tell(annotation)
    }
  }

  /// What fails ends the recording; the session goes on.
  private mutating func attempt(
    _ post: (Event) -> Void, _ body: (inout SessionRecording) throws(LogError) -> Void
  ) {
    do throws(LogError) {
      try body(&self)
    } catch {
      let name = recorder?.path ?? "the log"
      post(.recording(.failed(name: name, reason: error.description)))
      recorder = nil
    }
  }
}
