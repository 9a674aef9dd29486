import Dispatch
import DropoutEngine
import Interface
import Terminal

/// Runs a timeline's session on a thread of its own and answers the screen's effects with events.
///
/// A slow step never holds up a key: the screen's thread only sends effects and takes events.
final class TimelineWorker: Sendable {
  private let inbox = Mailbox<Order>()
  private let outbox = Mailbox<Event>()
  private let queue = DispatchQueue(label: "dropscope.timeline")

  /// What the worker's thread is told.
  enum Order: Sendable {
    case effect(Effect)
    /// Ends the log and the thread, and then signals.
    case end(reason: String, done: DispatchSemaphore)
  }

  /// Hands the session to a thread of its own.
  init(waker: Waker, session: sending any TimelineSession) {
    // Handed over: `sending` leaves nobody else with it.
    nonisolated(unsafe) let handed = session
    queue.async { [inbox, outbox] in
      var session = handed
      let post: (Event) -> Void = { event in
        outbox.send(event)
        waker.wake()
      }
      while true {
        for order in inbox.takeAll(within: session.idleTime) {
          switch order {
          case .effect(let effect): session.perform(effect, post: post)
          case .end(let reason, let done):
            session.end(reason: reason, post: post)
            done.signal()
            return
          }
        }
        session.work(until: { !inbox.isEmpty }, post: post)
      }
    }
  }

  func send(_ effect: Effect) { inbox.send(.effect(effect)) }

  /// What the worker has answered so far.
  func events() -> [Event] { outbox.takeAll() }

  /// Ends the log, waiting a moment for a call that is being run.
  ///
  /// - Returns: what is left to say to the person.
  func end(reason: String) -> [Event] {
    let done = DispatchSemaphore(value: 0)
    inbox.send(.end(reason: reason, done: done))
    _ = done.wait(timeout: .now() + .seconds(2))
    return events()
  }
}
