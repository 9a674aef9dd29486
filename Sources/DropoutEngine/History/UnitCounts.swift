/// How often each unit of a site was kept, a unit being one place in a sample.
///
/// Rows are added up in bits first, 64 units at a time: plane k holds bit k of each unit's count.
package struct UnitCounts: Sendable, Equatable {
  private static let planes = 8
  /// How many units there are.
  package let units: Int
  /// How many rows went in.
  package private(set) var rows = 0
  /// Rows of each unit that kept.
  package private(set) var kept: [UInt32]
  private var bits: [UInt64]
  private let words: Int

  package init(units: Int) {
    self.units = units
    kept = Array(repeating: 0, count: units)
    words = (units + 63) / 64
    bits = Array(repeating: 0, count: words * Self.planes)
  }

  /// Rows that ``kept`` has not yet.
  package private(set) var waiting = 0

  /// Adds the rows of a mask, each `units` long; ``settle()`` brings them to ``kept``.
  package mutating func add(_ mask: Mask) {
    guard units > 0 else { return }
    mask.words.withUnsafeBufferPointer { source in
      for start in stride(from: 0, through: mask.count - units, by: units) {
        add(source, from: start)
      }
    }
  }

  private mutating func add(_ source: UnsafeBufferPointer<UInt64>, from start: Int) {
    let words = words
    let last: UInt64 = units % 64 == 0 ? .max : 1 << UInt64(units % 64) - 1
    bits.withUnsafeMutableBufferPointer { bits in
      for word in 0..<words {
        var carry = Mask.bits(source, at: start + 64 * word)
        if word == words - 1 { carry &= last }
        var plane = word
        while carry != 0, plane < bits.count {
          let sum = bits[plane] ^ carry
          carry &= bits[plane]
          bits[plane] = sum
          plane += words
        }
      }
    }
    rows += 1
    waiting += 1
    if waiting == 1 << Self.planes - 1 { settle() }
  }

  /// Brings ``kept`` up to date.
  package mutating func settle() {
    guard waiting > 0 else { return }
    // As many planes as the number of rows has digits are in use.
    let used = UInt64.bitWidth - UInt64(waiting).leadingZeroBitCount
    waiting = 0
    for plane in 0..<used {
      for word in 0..<words {
        var rest = bits[plane * words + word]
        bits[plane * words + word] = 0
        while rest != 0 {
          kept[64 * word + rest.trailingZeroBitCount] &+= 1 << UInt32(plane)
          rest &= rest - 1
        }
      }
    }
  }
}
