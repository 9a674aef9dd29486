/// Snapshots of a simulation, thinned so that any call is near one and memory stays bounded.
///
/// Two tiers: multiples of a spacing that doubles whenever there are too many, for the whole past,
/// and close ones for the calls that ran last, so that stepping back is instant.
struct SnapshotStore: Sendable {
  private static let closeSpacing = 32
  private static let closeCount = 16
  /// Bytes that all snapshots together may keep.
  private static let budget = 64 << 20

  private var wide: [Simulation] = []
  private var close: [Simulation] = []
  private var spacing = closeSpacing
  private let start: Simulation

  init(start: Simulation) {
    self.start = start.snapshot()
  }

  /// How many snapshots are kept.
  var count: Int { wide.count + close.count }

  private var wideCount: Int { min(max(Self.budget / start.snapshotCost, 2), 64) }
  private var closeCount: Int { min(wideCount, Self.closeCount) }

  /// The latest snapshot that has run no more than `number` calls.
  func latest(upTo number: Int) -> Simulation {
    let candidates = (wide + close).filter { $0.number <= number }
    return candidates.max { $0.number < $1.number } ?? start
  }

  /// Keeps a snapshot where one is due.
  mutating func offer(_ simulation: Simulation) {
    let number = simulation.number
    if number % Self.closeSpacing == 0, !close.contains(where: { $0.number == number }) {
      if close.count >= closeCount { close.removeFirst() }
      close.append(simulation.snapshot())
    }
    guard number % spacing == 0, !wide.contains(where: { $0.number == number }) else { return }
    if wide.count >= wideCount {
      spacing *= 2
      wide.removeAll { $0.number % spacing != 0 }
      guard number % spacing == 0 else { return }
    }
    wide.append(simulation.snapshot())
  }

  /// Forgets snapshots that have run call `number` or later: those calls are simulated anew.
  mutating func removeAll(from number: Int) {
    wide.removeAll { $0.number >= number }
    close.removeAll { $0.number >= number }
  }
}
