/// The points of an unbroken run of calls, the newest of them, within bounds.
struct PointHistory: Sendable {
  private static let capacity = 16_384

  private var points: [CallPoint] = []

  /// Takes a call's point; one that does not follow the run begins a new one.
  mutating func add(_ point: CallPoint) {
    if let first = points.first, let last = points.last {
      if point.number >= first.number && point.number <= last.number { return }
      if point.number != last.number + 1 { points.removeAll(keepingCapacity: true) }
    }
    if points.count == Self.capacity { points.removeFirst(Self.capacity / 4) }
    points.append(point)
  }

  /// Whether all of those calls are known; true for an empty range.
  func covers(_ calls: ClosedRange<Int>) -> Bool {
    guard let first = points.first, let last = points.last else { return false }
    return first.number <= calls.lowerBound && last.number >= calls.upperBound
  }

  /// The points of the calls that end with `number`, oldest first, at most `count`.
  func ending(at number: Int, count: Int) -> [CallPoint] {
    guard let first = points.first, number >= first.number else { return [] }
    let end = min(number - first.number + 1, points.count)
    return Array(points[max(0, end - count)..<end])
  }

  /// Forgets call `number` and later ones.
  mutating func removeAll(from number: Int) {
    guard let first = points.first else { return }
    points.removeLast(max(0, points.count - max(0, number - first.number)))
  }
}
