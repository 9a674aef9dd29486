import Dispatch
package import Interface

/// Runs a driver on a thread of its own and answers the screen's requests with events.
///
/// A slow step never holds up a key: the screen's thread only sends requests and takes events.
package final class DriverThread: Sendable {
  private let inbox = Mailbox<Order>()
  private let outbox = Mailbox<Event>()
  private let queue = DispatchQueue(label: "dropscope.timeline")

  /// What the driver's thread is told.
  private enum Order: Sendable {
    case request(Request)
    /// Ends the log and the thread, and then signals.
    case end(reason: String, done: DispatchSemaphore)
  }

  /// Hands the driver to a thread of its own.
  ///
  /// - Parameter wake: is called after each event, on that thread.
  package init<Source: Timeline>(
    _ driver: sending SessionDriver<Source>, wake: @escaping @Sendable () -> Void
  ) {
    // Handed over: `sending` leaves nobody else with it.
    nonisolated(unsafe) let handed = driver
    queue.async { [inbox, outbox] in
      var driver = handed
      let post: (Event) -> Void = { event in
        outbox.send(event)
        wake()
      }
      while true {
        for order in inbox.takeAll(within: driver.idleTime) {
          switch order {
          case .request(let request): driver.take(request, post: post)
          case .end(let reason, let done):
            driver.end(reason: reason, post: post)
            done.signal()
            return
          }
        }
        driver.work(until: { !inbox.isEmpty }, post: post)
      }
    }
  }

  package func send(_ request: Request) { inbox.send(.request(request)) }

  /// What the driver has answered so far.
  package func events() -> [Event] { outbox.takeAll() }

  /// Ends the log, waiting a moment for a call that is being run.
  ///
  /// - Returns: what is left to say to the person.
  package func end(reason: String) -> [Event] {
    let done = DispatchSemaphore(value: 0)
    inbox.send(.end(reason: reason, done: done))
    _ = done.wait(timeout: .now() + .seconds(2))
    return events()
  }
}
