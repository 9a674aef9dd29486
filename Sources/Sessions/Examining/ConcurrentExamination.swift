import Dispatch
import Doctor
package import DropoutEngine
import SessionLog
import Synchronization

/// An examination on a thread of its own: what makes the calls and what looks at them take two
/// processors.
///
/// The verdict is that of an ``Examination`` of the same calls. Memory is bounded: some batches wait to
/// be looked at. Those that were looked at go back, since memory is freed fastest where it was
/// allocated.
package final class ConcurrentExamination {
  /// Elements of all sites in calls that have not been looked at.
  private static let room = 1 << 16
  /// Elements that are handed over at once.
  private static let batchLength = 1 << 15
  /// A call counts as so many more: for its histograms, and so that empty ones are bounded as well.
  private static let callLength = 1 << 11

  private struct Batch: Sendable {
    var calls: [(call: ForwardCall, lane: Int)] = []
    var isLast = false
  }

  /// Batches that were looked at.
  private final class Used: Sendable {
    let batches = Mutex<[Batch]>([])
  }

  private let channel = Channel<Batch>()
  private let used = Used()
  private let verdicts = Channel<Verdict>()
  private var batch = Batch()
  private var length = 0
  private var hasEnded = false

  /// - Parameter headers: one for each lane.
  package init(lanes headers: [SessionHeader]) {
    DispatchQueue(label: "dropscope.examination").async { [channel, used, verdicts] in
      var examination = Examination(lanes: headers)
      var isLast = false
      while !isLast {
        let batch = channel.receive()
        for (call, lane) in batch.calls { examination.take(call, lane: lane) }
        isLast = batch.isLast
        used.batches.withLock { $0.append(batch) }
      }
      verdicts.send(examination.verdict(), length: 1)
    }
  }

  deinit { end() }

  /// The next call of a lane; waits where too many have not been looked at.
  package func take(_ call: ForwardCall, lane: Int) {
    batch.calls.append((call, lane))
    length += Self.callLength
    for site in call.sites { length += site.size ?? 0 }
    if length >= Self.batchLength { flush() }
  }

  /// What can be said of all calls; none may follow.
  package func verdict() -> Verdict {
    end()
    return verdicts.receive()
  }

  private func flush() {
    guard channel.hasRoom(Self.room) else { return }
    channel.send(batch, length: length)
    batch = Batch()
    length = 0
    used.batches.withLock { $0.removeAll(keepingCapacity: true) }
  }

  private func end() {
    if hasEnded { return }
    hasEnded = true
    batch.isLast = true
    flush()
  }
}
