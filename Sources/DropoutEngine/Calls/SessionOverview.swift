/// Points of a whole session, however long: every k-th call's, where k doubles as calls come.
package struct SessionOverview: Sendable {
  /// How many points are kept at most.
  package static let capacity = 1280
  package private(set) var points: [CallPoint] = []
  private var ordinals: [Int] = []
  private var spacing = 1
  private var count = 0

  package init() {}

  /// Counts a call.
  ///
  /// - Returns: whether its point is wanted, which then goes to ``add(_:)``.
  package mutating func wantsNext() -> Bool {
    defer { count += 1 }
    return count.isMultiple(of: spacing)
  }

  /// Keeps the point of the call that was counted last.
  package mutating func add(_ point: CallPoint) {
    if points.count >= SessionOverview.capacity { thin() }
    points.append(point)
    ordinals.append(count - 1)
  }

  /// Forgets call `number` and later ones.
  package mutating func removeAll(from number: Int) {
    while let last = points.last, last.number >= number {
      points.removeLast()
      ordinals.removeLast()
    }
  }

  private mutating func thin() {
    spacing *= 2
    let kept = points.indices.filter { ordinals[$0].isMultiple(of: spacing) }
    points = kept.map { points[$0] }
    ordinals = kept.map { ordinals[$0] }
  }
}
