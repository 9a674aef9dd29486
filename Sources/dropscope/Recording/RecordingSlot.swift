import Interface
import SessionLog

/// Where a session's recording is, while there is one: a log that cannot be written ends the
/// recording and never the session.
struct RecordingSlot {
  private(set) var recorder: Recorder?

  init(_ recorder: Recorder? = nil) { self.recorder = recorder }

  /// Begins a recording and says so, or why not.
  mutating func begin(post: (Event) -> Void, _ make: () throws -> Recorder) {
    guard recorder == nil else { return }
    do {
      let recorder = try make()
      self.recorder = recorder
      post(.recording(.on(name: recorder.path)))
    } catch let failure as Failure {
      post(.notice("cannot record: \(failure.message)"))
    } catch {
      post(.notice("cannot record: \(error)"))
    }
  }

  /// Writes something, where something is recorded.
  mutating func attempt(post: (Event) -> Void, _ body: (Recorder) throws(Failure) -> Void) {
    guard let recorder else { return }
    do { try body(recorder) } catch { fail(error, post: post) }
  }

  /// Ends the log.
  mutating func stop(reason: String, post: (Event) -> Void) {
    guard let recorder else { return }
    attempt(post: post) { (recorder) throws(Failure) in try recorder.close(reason: reason) }
    if self.recorder != nil { post(.recording(.off)) }
    self.recorder = nil
    if reason == "stopped" { post(.notice("recorded to \(recorder.path)")) }
  }

  /// The log could not be written: recording ends, the session goes on.
  mutating func fail(_ failure: Failure, post: (Event) -> Void) {
    post(.recording(.failed(name: recorder?.path ?? "the log", reason: failure.message)))
    recorder = nil
  }
}
