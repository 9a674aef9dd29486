import DropoutEngine

/// The calls that a strip over time shows, two to a cell, each at its place: the last ones up to
/// the call on screen, or the whole session with that call somewhere in it.
struct StripTrack {
  /// What stands at each place; nil where nothing is known.
  private(set) var points: [CallPoint?]
  /// The place of the call on screen.
  private(set) var cursor: Int
  /// Whether the whole session is shown.
  let isWhole: Bool
  /// The numbers that the places of a whole session stand for.
  private var numbers: ClosedRange<Int>

  /// - Parameter room: how many places there are.
  init(_ scene: Scene, room: Int) {
    let overview = scene.arrival.overview
    if scene.state.showsWholeSession, let first = overview.first?.number {
      let last = max(overview.last?.number ?? first, scene.call.number, scene.arrival.newest)
      self.init(overview, numbers: min(first, scene.call.number)...last, room: max(1, room))
      cursor = place(scene.call.number) ?? 0
    } else {
      self.init(scene.arrival.points.suffix(room))
    }
  }

  private init(_ points: ArraySlice<CallPoint>) {
    self.points = Array(points)
    cursor = max(0, points.count - 1)
    isWhole = false
    numbers = (points.first?.number ?? 0)...max(points.first?.number ?? 0, points.last?.number ?? 0)
  }

  /// Points that share a place are averaged.
  private init(_ overview: [CallPoint], numbers: ClosedRange<Int>, room: Int) {
    points = Array(repeating: nil, count: min(room, numbers.count))
    cursor = 0
    isWhole = true
    self.numbers = numbers
    var group: [CallPoint] = []
    for (index, point) in overview.enumerated() {
      let at = slot(point.number)
      group.append(point)
      if index + 1 == overview.count || slot(overview[index + 1].number) != at {
        points[at] = CallPoint.average(group)
        group.removeAll(keepingCapacity: true)
      }
    }
  }

  /// The place of a call; nil outside of the strip.
  func place(_ number: Int) -> Int? {
    guard numbers.contains(number), !points.isEmpty else { return nil }
    if isWhole { return slot(number) }
    // Calls mostly follow one another, so the place is known at once.
    let guess = number - numbers.lowerBound
    if guess < points.count, points[guess]?.number == number { return guess }
    return points.firstIndex { ($0?.number ?? 0) >= number }
  }

  private func slot(_ number: Int) -> Int {
    let share = Double(number - numbers.lowerBound) / Double(numbers.count)
    return min(Int(share * Double(points.count) + 1e-9), points.count - 1)
  }
}

extension CallPoint {
  /// The first of some points, with the means of all of them.
  fileprivate static func average(_ points: [CallPoint]) -> CallPoint? {
    guard var first = points.first, points.count > 1 else { return points.first }
    for index in first.sites.indices {
      let all = points.compactMap { $0.site(first.sites[index].id) }
      first.sites[index].keptShare = mean(all.compactMap(\.keptShare))
      first.sites[index].meanBefore = mean(all.compactMap(\.meanBefore))
      first.sites[index].meanAfter = mean(all.compactMap(\.meanAfter))
    }
    return first
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
