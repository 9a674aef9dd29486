/// Bytes of a line in the making, in storage that is kept from line to line.
///
/// Invariant: `count <= storage.count`; bytes beyond `count` are left over and mean nothing. An
/// array that is initialised once and then overwritten lets digits and hex be stored in place,
/// where `append` would check and grow for each byte.
package struct LineBuffer {
  private var storage: [UInt8] = Array(repeating: 0, count: 4096)
  package private(set) var count = 0

  /// An empty line.
  package init() {}

  /// Starts a new line and keeps the storage.
  package mutating func removeAll() { count = 0 }

  /// The bytes so far.
  package var bytes: [UInt8] { Array(storage[..<count]) }

  /// Hands out the bytes so far without copying them.
  package func withUnsafeBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R {
    try storage.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Appends one byte.
  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    if count == storage.count { reserve(1) }
    storage[count] = byte
    count += 1
  }

  /// Appends a piece of fixed text, such as a key with its quotes and colon.
  @inline(__always)
  package mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends bytes that stand elsewhere.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    write(atMost: bytes.count) { target in
      target.copyMemory(from: bytes)
      return bytes.count
    }
  }

  /// Appends bytes once more that stand in it already.
  package mutating func append(again range: Range<Int>) {
    precondition(range.upperBound <= count, "bytes that were not written")
    if storage.count - count < range.count { reserve(range.count) }
    let target = count
    storage.withUnsafeMutableBytes { all in
      UnsafeMutableRawBufferPointer(rebasing: all[target...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: all[range]))
    }
    count += range.count
  }

  /// Lets `body` store up to `limit` bytes in place and say how many it stored.
  ///
  /// `body` is given at least `limit` bytes of room.
  @inline(__always)
  mutating func write(atMost limit: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
    if storage.count - count < limit { reserve(limit) }
    let start = count
    count += storage.withUnsafeMutableBytes { all in
      let room = UnsafeMutableRawBufferPointer(rebasing: all[start...])
      let stored = body(room)
      assert(stored <= limit, "more bytes than were asked for")
      return stored
    }
  }

  private mutating func reserve(_ limit: Int) {
    let wanted = max(storage.count * 2, count + limit)
    storage.append(contentsOf: repeatElement(0, count: wanted - storage.count))
  }
}
