/// Packs the bits of a mask as they are drawn, a vector's or a word's at a time.
struct MaskWriter: ~Copyable {
  private let count: Int
  /// One word more than the mask has, so that appending never asks whether it reaches a next word.
  private var words: [UInt64]
  /// How many bits were appended.
  private(set) var filled = 0

  init(count: Int) {
    precondition(count >= 0, "a mask cannot have a negative size")
    self.count = count
    words = Array(repeating: 0, count: Mask.wordCount(for: count) + 1)
  }

  /// How many bits are still to come.
  var left: Int { count - filled }

  /// Appends the low `size` bits of a word, 1 to 64; those above must be 0.
  @inline(__always)
  mutating func append(_ bits: UInt64, size: Int) {
    let (index, shift) = (filled >> 6, UInt64(filled & 63))
    words[index] |= bits &<< shift
    words[index + 1] |= (bits &>> 1) &>> (63 &- shift)
    filled += size
  }

  /// Appends the low `size` bits of a word, 1 to 64, whatever is above them.
  @inline(__always)
  mutating func append(first size: Int, of bits: UInt64) {
    append(bits & (.max &>> UInt64(64 &- size)), size: size)
  }

  /// Sets a bit that was appended as 0.
  mutating func set(_ index: Int) {
    words[index >> 6] |= 1 << UInt64(index & 63)
  }

  /// The mask, with every bit turned over where the bits say who is dropped.
  consuming func mask(inverted: Bool) -> Mask {
    words.removeLast()
    if inverted { for index in words.indices { words[index] = ~words[index] } }
    return Mask(words: words, count: count)
  }
}
