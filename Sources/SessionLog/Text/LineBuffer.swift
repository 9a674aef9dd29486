/// Bytes of a line in the making, in storage that is kept from line to line.
///
/// Invariant: `count <= storage.count`; bytes beyond `count` are left over and mean nothing. An
/// array that is initialised once and then overwritten lets digits and hex be stored in place,
/// where `append` would check and grow for each byte.
struct LineBuffer {
  private var storage: [UInt8] = Array(repeating: 0, count: 4096)
  private(set) var count = 0

  /// Starts a new line and keeps the storage.
  mutating func removeAll() { count = 0 }

  /// The bytes so far.
  var bytes: [UInt8] { Array(storage[..<count]) }

  /// Hands out the bytes so far without copying them.
  func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == storage.count { reserve(1) }
    storage[count] = byte
    count += 1
  }

  /// Appends a piece of fixed text, such as a key with its quotes and colon.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends bytes that stand elsewhere.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    write(atMost: bytes.count) { target in
      target.copyMemory(from: bytes)
      return bytes.count
    }
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
