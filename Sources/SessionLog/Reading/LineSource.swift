import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Cuts bytes, or a file that is read piece by piece, into lines.
struct LineSource {
  /// The bytes at hand; the range that ``next()`` returns lies in them until it is called again.
  private(set) var bytes: [UInt8]
  /// How many bytes stand before ``bytes`` in the log.
  private var offset = 0
  private var at = 0
  /// Up to where ``bytes`` was searched for a newline.
  private var searched = 0
  private let file: FileDescriptor?
  private var isAtEnd = false

  /// How much of a file is asked for at once.
  private let pieceLength: Int
  private let isShared: Bool

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    file = nil
    pieceLength = 0
    isShared = false
  }

  /// - Parameter isShared: whether others read the file, too; it must be one with places then.
  init(_ file: FileDescriptor, pieceLength: Int = 1 << 18, isShared: Bool = false) {
    self.pieceLength = pieceLength
    self.isShared = isShared
    bytes = []
    self.file = file
  }

  /// How many bytes the lines so far take, newlines included.
  var consumed: Int { offset + at }

  /// How many bytes stand after the last newline; known once ``next()`` has returned nil.
  var tail: Int { bytes.count - at }

  /// The range of those bytes.
  var tailRange: Range<Int> { at..<bytes.count }

  /// Whether a line is longer than a log's may be.
  var isTooLong: Bool { tail > LogLimits.lineLength }

  /// The next line that has its newline, without it; nil at the end or when a line is too long.
  mutating func next() throws(SystemError) -> Range<Int>? {
    while true {
      if let newline = firstNewline(from: searched) {
        guard newline - at <= LogLimits.lineLength else { return nil }
        let line = at..<newline
        at = newline + 1
        searched = at
        return line
      }
      searched = bytes.count
      guard !isTooLong, try readMore() else { return nil }
    }
  }

  private func firstNewline(from start: Int) -> Int? {
    bytes.withUnsafeBytes { all in
      guard start < all.count, let base = all.baseAddress,
        let found = memchr(base + start, 0x0A, all.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Gets another piece of the file.
  ///
  /// - Returns: false at the end.
  private mutating func readMore() throws(SystemError) -> Bool {
    guard let file, !isAtEnd else { return false }
    let rest = bytes[at...]
    let wanted = max(pieceLength, rest.count)
    let place = offset + bytes.count
    var outcome: Result<Int, SystemError> = .success(0)
    bytes = Array(unsafeUninitializedCapacity: rest.count + wanted) { target, count in
      _ = target.initialize(fromContentsOf: rest)
      let room = UnsafeMutableRawBufferPointer(target).dropFirst(rest.count)
      outcome = Result { () throws(SystemError) in
        let room = UnsafeMutableRawBufferPointer(rebasing: room)
        return isShared ? try file.read(into: room, at: place) : try file.read(into: room)
      }
      count = rest.count + ((try? outcome.get()) ?? 0)
    }
    offset += at
    searched -= at
    at = 0
    isAtEnd = try outcome.get() == 0
    return !isAtEnd
  }
}
