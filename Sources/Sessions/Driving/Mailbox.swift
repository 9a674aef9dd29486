import Dispatch
import Synchronization

/// Messages from one thread to another, in order.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let arrival = DispatchSemaphore(value: 0)

  func send(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrival.signal()
  }

  /// Takes all that has come; waits for a message when there is none, so many seconds at most, or
  /// as long as it takes for nil.
  func takeAll(within seconds: Double? = 0) -> [Message] {
    let deadline = seconds.map { DispatchTime.now() + $0 } ?? .distantFuture
    while true {
      let taken = messages.withLock { messages in
        defer { messages.removeAll() }
        return messages
      }
      if !taken.isEmpty || seconds == 0 { return taken }
      if arrival.wait(timeout: deadline) == .timedOut { return [] }
    }
  }

  var isEmpty: Bool { messages.withLock { $0.isEmpty } }
}
