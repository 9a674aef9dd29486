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

  /// Takes all that has come; waits for a message when there is none and `waiting` is set.
  func takeAll(waiting: Bool) -> [Message] {
    while true {
      let taken = messages.withLock { messages in
        defer { messages.removeAll() }
        return messages
      }
      if !taken.isEmpty || !waiting { return taken }
      arrival.wait()
    }
  }

  var isEmpty: Bool { messages.withLock { $0.isEmpty } }
}
