import DropoutEngine

/// Since how many rows each unit of a site has been zero before the mask.
struct ZeroUnits: Sendable {
  /// For each unit the rows that were seen when it was last not zero.
  private var since: [Int] = []
  private var rows = 0
  /// Calls that told of their units.
  private(set) var calls = 0
  /// How many units there are: places in a sample, whatever the shape of the draw.
  var units: Int { since.count }

  /// Takes what a run says of the units that are zero on all of its rows; sites of more units than
  /// the limit are not watched.
  mutating func take(_ site: SiteCall, limit: Int) {
    guard let shape = site.shape, let batch = shape.first, batch > 0 else { return }
    let units = elementCount(Array(shape.dropFirst()))
    guard units > 1 else { return }
    if since.isEmpty, units <= limit { since = Array(repeating: 0, count: units) }
    guard since.count == units else { return }
    if let zero = site.zeroUnits {
      guard zero.count >= units else { return }
      count(batch)
      for unit in since.indices where !zero[unit] { since[unit] = rows }
    } else if site.dead == 0 {
      count(batch)
      for unit in since.indices { since[unit] = rows }
    }
  }

  private mutating func count(_ batch: Int) {
    calls += 1
    rows += batch
  }

  /// How many units have been zero on at least so many rows, to the last.
  func dead(for length: Int) -> Int { since.count { rows - $0 >= length } }
}
