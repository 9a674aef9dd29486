/// One 0/1 per element of a tensor, packed: 1 kept, 0 dropped.
///
/// Elements stand in C (row-major) order. Element `i` is bit `i % 64` of word `i / 64`, least
/// significant bit first.
///
/// Invariant: bits at and beyond `count` are zero, so that `kept` is a popcount of the words.
public struct Mask: Sendable, Hashable {
  /// How many elements the mask covers.
  public let count: Int
  /// The packed bits, `(count + 63) / 64` words.
  public private(set) var words: [UInt64]

  /// A mask that keeps (or drops) every element.
  public init(repeating kept: Bool, count: Int) {
    precondition(count >= 0, "a mask cannot have a negative size")
    self.count = count
    words = Array(repeating: kept ? .max : 0, count: Mask.wordCount(for: count))
    clearTail()
  }

  /// Takes over packed words; bits beyond `count` are cleared.
  public init(words: [UInt64], count: Int) {
    precondition(words.count == Mask.wordCount(for: count), "wrong number of words for the size")
    self.count = count
    self.words = words
    clearTail()
  }

  /// Packs a sequence of keep decisions.
  public init(_ kept: some Sequence<Bool>) {
    var words: [UInt64] = []
    var count = 0
    for bit in kept {
      if count % 64 == 0 { words.append(0) }
      if bit { words[count / 64] |= 1 << UInt64(count % 64) }
      count += 1
    }
    self.count = count
    self.words = words
  }

  /// Whether element `index` was kept.
  public subscript(index: Int) -> Bool {
    precondition(index >= 0 && index < count, "element outside the mask")
    return words[index / 64] >> UInt64(index % 64) & 1 == 1
  }

  /// How many elements were kept.
  public var kept: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The mask that keeps what this one drops.
  public var inverted: Mask { Mask(words: words.map { ~$0 }, count: count) }

  /// How many words hold `count` bits.
  public static func wordCount(for count: Int) -> Int { (count + 63) / 64 }

  private mutating func clearTail() {
    if count % 64 != 0 { words[words.count - 1] &= (1 << UInt64(count % 64)) - 1 }
  }
}
