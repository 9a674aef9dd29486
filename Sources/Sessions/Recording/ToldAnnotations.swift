import DropoutEngine

/// Which of a log's annotations another log has already, so that each is passed on once: also one
/// that comes late, pinned to a call that lies behind.
struct ToldAnnotations {
  private var told: [Int: ArraySlice<Annotation>] = [:]
  private var total = 0

  /// Those up to call `number` that were not told yet, which then count as told.
  mutating func take(from annotations: [Annotation], upTo number: Int) -> [Annotation] {
    let end = annotations.end(upTo: number)
    // Most calls have none.
    guard end != total else { return [] }
    total = end
    var new: [Annotation] = []
    var rest = annotations[..<end]
    while let call = rest.first?.number {
      let group = rest.prefix { $0.number == call }
      rest = rest[group.endIndex...]
      let known = told.updateValue(group, forKey: call) ?? []
      if known.count < group.count { new += group.added(to: known) }
    }
    return new
  }

  /// Those of call `number` and later ones were taken back.
  mutating func removeAll(from number: Int) {
    for (call, group) in told where call >= number {
      told[call] = nil
      total -= group.count
    }
  }
}

extension ArraySlice<Annotation> {
  /// What stands here and not among `known`, whose order these have.
  fileprivate func added(to known: ArraySlice<Annotation>) -> [Annotation] {
    var known = known
    return filter { annotation in
      guard known.first == annotation else { return true }
      known.removeFirst()
      return false
    }
  }
}

extension [Annotation] {
  /// How many belong to calls up to `number`.
  fileprivate func end(upTo number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].number <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
