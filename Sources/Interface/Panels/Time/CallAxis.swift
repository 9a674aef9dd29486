/// Columns of cells for calls: column x of w covers calls ⌊x n/w⌋+1 … ⌊(x+1) n/w⌋, and with fewer
/// calls than columns a call is several columns wide.
struct CallAxis: Equatable {
  let first: Int
  let last: Int
  let width: Int

  init(_ calls: ClosedRange<Int>, width: Int) {
    first = calls.lowerBound
    // So many that nothing below overflows.
    last = max(calls.lowerBound, min(calls.upperBound, calls.lowerBound &+ (1 << 48)))
    self.width = max(1, width)
  }

  var count: Int { last - first + 1 }

  func contains(_ number: Int) -> Bool { first <= number && number <= last }

  /// The cell of a call; where it fills several, the last one.
  func cell(_ number: Int) -> Int { places(number, of: width).upperBound }

  /// The cell in which a call begins.
  func start(_ number: Int) -> Int { places(number, of: width).lowerBound }

  /// The columns, of so many, that a call fills.
  func places(_ number: Int, of columns: Int) -> ClosedRange<Int> {
    let index = max(first, min(last, number)) - first + 1
    let end = place(index, columns)
    guard count < columns else { return end...end }
    return min(end, index > 1 ? place(index - 1, columns) + 1 : 0)...end
  }

  /// The calls that stand in a column, of so many.
  func calls(in column: Int, of columns: Int) -> ClosedRange<Int> {
    let low = first + column * count / columns
    return low...max(low, first + (column + 1) * count / columns - 1)
  }

  private func place(_ index: Int, _ columns: Int) -> Int {
    max(0, min(columns - 1, (index * columns + count - 1) / count - 1))
  }
}
