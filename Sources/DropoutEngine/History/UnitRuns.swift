/// For how many draws in a row each element of a site was kept, or dropped, and the longest of these.
package struct UnitRuns: Sendable, Equatable {
  /// Elements that are followed, from the first on: 0.8 MB.
  package static let limit = 1 << 16
  /// Above zero: kept so many times in a row; below: dropped.
  private var current: [Int32] = []
  private var kept: [Int32] = []
  private var dropped: [Int32] = []
  /// How many draws there were.
  package private(set) var draws = 0

  package init() {}

  /// The longest runs of an element; nil where it is not followed.
  package subscript(element: Int) -> (kept: Int, dropped: Int)? {
    guard kept.indices.contains(element) else { return nil }
    return (Int(kept[element]), Int(dropped[element]))
  }

  mutating func add(_ mask: Mask) {
    if current.isEmpty {
      let count = min(mask.count, Self.limit)
      current = Array(repeating: 0, count: count)
      kept = current
      dropped = current
    }
    draws += 1
    let count = min(current.count, mask.count)
    for start in stride(from: 0, to: count, by: 64) {
      let word = mask.words[start / 64]
      for element in start..<min(start + 64, count) {
        let run = current[element]
        if word >> UInt64(element - start) & 1 == 1 {
          let next = run > 0 ? run &+ 1 : 1
          current[element] = next
          if next > kept[element] { kept[element] = next }
        } else {
          let next = run < 0 ? run &- 1 : -1
          current[element] = next
          if -next > dropped[element] { dropped[element] = -next }
        }
      }
    }
  }
}
