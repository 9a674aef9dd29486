import DropoutEngine

/// The points of a run of calls without a gap in it, so that stepping reads no line twice.
struct PointWindow {
  /// How many points a strip over time can ask for.
  static let length = 640
  /// How many are read at once, so that steps back find some.
  static let stretch = length + length / 4
  private static let capacity = 8 * length

  private var points: [CallPoint] = []
  /// Whether nothing before the first point will be asked for.
  private var isWhole = false

  /// The number of the last call of the run.
  var last: Int? { points.last?.number }

  init() {}

  init(_ points: [CallPoint], isWhole: Bool) {
    self.points = points
    self.isWhole = isWhole
  }

  /// The points that end with call `number`; nil when the run does not have them.
  func ending(at number: Int) -> [CallPoint]? {
    guard let first = points.first, let last = points.last,
      first.number <= number, number <= last.number
    else { return nil }
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].number <= number { low = middle + 1 } else { high = middle }
    }
    guard low >= PointWindow.length || isWhole else { return nil }
    return Array(points[max(0, low - PointWindow.length)..<low])
  }

  /// Takes the point of the call that follows the run.
  mutating func add(_ point: CallPoint) {
    if points.count >= PointWindow.capacity {
      points.removeFirst(PointWindow.capacity / 2)
      isWhole = false
    }
    points.append(point)
  }

  /// Forgets call `number` and later ones.
  mutating func removeAll(from number: Int) {
    while let last = points.last, last.number >= number { points.removeLast() }
  }
}
