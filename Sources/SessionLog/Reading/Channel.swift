import Dispatch
import Synchronization

/// Batches on their way from one thread that makes them to one that uses them, in order, and no more
/// of them than there is room for.
///
/// Lengths are in whatever the maker counts: bytes, elements.
package final class Channel<Batch: Sendable>: Sendable {
  private struct State {
    var batches: [(batch: Batch, length: Int)] = []
    /// Of the batches that are not used up.
    var length = 0
    /// Of the batch that is being used.
    var used = 0
    var isAbandoned = false
  }

  private let state = Mutex(State())
  private let arrival = DispatchSemaphore(value: 0)
  private let departure = DispatchSemaphore(value: 0)

  /// Nothing is on its way.
  package init() {}

  /// Waits until less than `room` is on its way.
  ///
  /// - Returns: false where nobody asks any more.
  package func hasRoom(_ room: Int) -> Bool {
    while true {
      let (length, isAbandoned) = state.withLock { ($0.length, $0.isAbandoned) }
      if isAbandoned { return false }
      if length < room { return true }
      departure.wait()
    }
  }

  /// Sends a batch on its way.
  package func send(_ batch: Batch, length: Int) {
    state.withLock {
      $0.batches.append((batch, length))
      $0.length += length
    }
    arrival.signal()
  }

  /// Waits for the next batch; the one before is used up.
  package func receive() -> Batch {
    state.withLock {
      $0.length -= $0.used
      $0.used = 0
    }
    departure.signal()
    arrival.wait()
    return state.withLock {
      let (batch, length) = $0.batches.removeFirst()
      $0.used = length
      return batch
    }
  }

  /// Nobody asks any more.
  package func abandon() {
    state.withLock { $0.isAbandoned = true }
    departure.signal()
  }
}
