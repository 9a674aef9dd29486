/// What each unit of a site was before the mask: its mean over the session in a bounded number of
/// columns, and in how much of the last calls it was zero.
///
/// A column is a call at first; where there are ``columnLimit`` of them, neighbours share one.
package struct UnitActivity: Sendable, Equatable {
  /// Calls that zeros are counted over.
  package static let window = 40
  /// Units that are followed.
  package static let unitLimit = 4096
  private static let columnLimit = 128

  /// Sums of means over the batch, a column a row of units.
  private var columns: [[Float]] = []
  private var filled = 0
  private var spacing = 1
  /// Zeros of each unit in the last calls, oldest first.
  private var recent: [Zeros] = []
  /// Of the calls in ``window`` it may only be known which units were zero on all rows.
  package private(set) var hasValues = false

  private struct Zeros: Sendable, Equatable {
    var rows: Int
    var counts: [UInt16]
  }

  package init() {}

  /// How many of the last calls are known.
  package var recentCalls: Int { recent.count }

  /// How many columns ``means(of:)`` has.
  package var columnCount: Int { columns.count }

  /// Means of a unit by column, oldest first; the last column may hold fewer calls.
  package func means(of unit: Int) -> [Double] {
    columns.enumerated().compactMap { index, column in
      guard unit < column.count else { return nil }
      let calls = index == columns.count - 1 ? max(1, filled) : spacing
      return Double(column[unit]) / Double(calls)
    }
  }

  /// In which share of the last calls' rows the unit was zero; nil where it is not known.
  package func zeroShare(of unit: Int) -> Double? {
    guard hasValues else { return nil }
    let known = recent.filter { unit < $0.counts.count }
    let rows = known.reduce(0) { $0 + $1.rows }
    return rows > 0 ? Double(known.reduce(0) { $0 + Int($1.counts[unit]) }) / Double(rows) : nil
  }

  /// Whether a unit was zero on all rows of the last calls, at least ten of them.
  package func isDead(_ unit: Int) -> Bool {
    recent.count >= 10
      && recent.allSatisfy { unit < $0.counts.count && Int($0.counts[unit]) == $0.rows }
  }

  /// Units that are dead, in order.
  package var dead: [Int] { (recent.last?.counts.indices).map { $0.filter(isDead) } ?? [] }

  /// Takes values, rows x units.
  mutating func add(_ values: [Float], rows: Int, units: Int) {
    guard rows > 0, rows <= Int(UInt16.max), units > 0, units <= Self.unitLimit,
      values.count == rows * units
    else { return }
    var sums = [Float](repeating: 0, count: units)
    var zeros = [UInt16](repeating: 0, count: units)
    for row in 0..<rows {
      for unit in 0..<units {
        let value = values[row * units + unit]
        if value == 0 { zeros[unit] &+= 1 } else if value.isFinite { sums[unit] += value }
      }
    }
    hasValues = true
    remember(Zeros(rows: rows, counts: zeros))
    addColumn(sums.map { $0 / Float(rows) })
  }

  /// Takes which units are zero on all rows of a call, where that alone is known.
  mutating func add(zeroUnits: Mask, units: Int) {
    guard !hasValues, units > 0, units <= Self.unitLimit, zeroUnits.count >= units else { return }
    remember(Zeros(rows: 1, counts: (0..<units).map { zeroUnits[$0] ? 1 : 0 }))
  }

  private mutating func remember(_ zeros: Zeros) {
    if recent.last.map({ $0.counts.count != zeros.counts.count }) ?? false { recent = [] }
    if recent.count == Self.window { recent.removeFirst() }
    recent.append(zeros)
  }

  private mutating func addColumn(_ means: [Float]) {
    if let last = columns.last, last.count != means.count {
      columns = []
      (filled, spacing) = (0, 1)
    }
    if columns.isEmpty || filled >= spacing {
      if columns.count == Self.columnLimit { merge() }
      columns.append(means)
      filled = 1
    } else {
      let last = columns.count - 1
      for unit in means.indices { columns[last][unit] += means[unit] }
      filled += 1
    }
  }

  private mutating func merge() {
    columns = stride(from: 0, to: columns.count, by: 2).map { index in
      zip(columns[index], columns[index + 1]).map { $0 + $1 }
    }
    spacing *= 2
  }
}
