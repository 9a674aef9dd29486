/// Places of calls in a log, a bit each from the first one on.
struct PlaceSet: Sendable {
  private var first = 0
  private var words: [UInt64] = []

  /// Adds a place; quick where places come about in order.
  mutating func insert(_ place: Int) {
    if words.isEmpty { first = place / 64 }
    let word = place / 64 - first
    guard word >= 0 else {
      words.insert(contentsOf: repeatElement(0, count: -word), at: 0)
      first = place / 64
      return insert(place)
    }
    while words.count <= word { words.append(0) }
    words[word] |= 1 << UInt64(place % 64)
  }

  /// Adds all places of another set.
  mutating func formUnion(_ other: PlaceSet) {
    for (index, word) in other.words.enumerated() where word != 0 {
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 {
        insert((other.first + index) * 64 + bit)
      }
    }
  }

  func contains(_ place: Int) -> Bool {
    let word = place / 64 - first
    guard words.indices.contains(word) else { return false }
    return words[word] >> UInt64(place % 64) & 1 == 1
  }
}
