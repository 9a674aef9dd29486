/// Where records stand that tell of a call's sites being recomputed, and that are too far behind it
/// to be read with it.
///
/// Backward comes later, and calls may run before it: such a record is as far from its call as the
/// lines in between are long.
///
/// Invariant: calls do not decrease, and records of one call are in the order of the file.
struct LateRecords {
  /// How many are kept; then those of the first calls are forgotten, a quarter of all.
  static let capacity = 16_384
  /// How many of one call are read, so that no call takes a log's length to show.
  static let perCall = 64

  private var entries: [Entry] = []

  private struct Entry {
    var call: Int
    var range: Range<Int>
  }

  /// Takes note of the record on the line at `range` of the file, without its newline.
  mutating func add(_ range: Range<Int>, call: Int) {
    if entries.count >= Self.capacity { entries.removeFirst(Self.capacity / 4) }
    entries.insert(Entry(call: call, range: range), at: firstIndex(after: call))
  }

  /// Where those of a call stand, in their order.
  func lines(of call: Int) -> [Range<Int>] {
    entries[firstIndex(after: call - 1)...].prefix { $0.call == call }.prefix(Self.perCall)
      .map(\.range)
  }

  /// Forgets those of call `number` and later ones.
  mutating func removeAll(from number: Int) {
    while let last = entries.last, last.call >= number { entries.removeLast() }
  }

  private func firstIndex(after call: Int) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].call <= call { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
