import DropoutEngine

// What replay and attach read with is `package`, which another package sees in tests only: it is
// built with -enable-testing.
@testable import SessionLog

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Reads a log as `replay` and `attach` do: as a file that grows in two steps, and through a pipe's
/// spool; then asks for calls and points, and cuts the file.
func follow(_ bytes: UnsafeRawBufferPointer) {
  defer { unlink(scratch) }
  let half = bytes.count / 2
  write(UnsafeRawBufferPointer(rebasing: bytes[..<half]), flags: O_TRUNC)
  do {
    var growing = try LogTimeline(path: scratch)
    growing.readAll()
    write(UnsafeRawBufferPointer(rebasing: bytes[half...]), flags: O_APPEND)
    _ = growing.look()
    growing.readAll()
    var whole = try spooled()
    whole.readAll()
    precondition(
      growing.newest == whole.newest && (growing.failure == nil) == (whole.failure == nil),
      "a log that grew is another one than the same log at once")
    lookThrough(&growing)
    write(UnsafeRawBufferPointer(rebasing: bytes[..<min(half, 10)]), flags: O_TRUNC)
    _ = growing.look()
    growing.readAll()
  } catch {
    check(error.description)
  }
}

/// Where the bytes stand for a moment; one file a process.
private let scratch: String = {
  let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  return "\(folder)/dropscope-fuzz-\(getpid())"
}()

private func write(_ bytes: UnsafeRawBufferPointer, flags: CInt) {
  let file = open(scratch, O_WRONLY | O_CREAT | flags, 0o600)
  defer { close(file) }
  let count = bytes.isEmpty ? 0 : write(file, bytes.baseAddress, bytes.count)
  precondition(count == bytes.count, "\(scratch) cannot be written")
}

private func spooled() throws(LogError) -> LogTimeline {
  let spool = try InputSpool(path: scratch)
  spool.fill()
  return try LogTimeline(spool, name: "standard input")
}

/// The first calls and the last ones, each with the points that end with it.
private func lookThrough(_ timeline: inout LogTimeline) {
  do {
    var number = try timeline.nearest(to: 0)
    for _ in 0..<20 {
      guard let at = number else { break }
      look(at: at, of: &timeline)
      number = try timeline.next(after: at)
    }
    for at in [timeline.newest / 2, timeline.newest, .max] {
      if let found = try timeline.nearest(to: at) { look(at: found, of: &timeline) }
    }
  } catch {
    check(error.description)
  }
  _ = (timeline.overview, timeline.annotations, timeline.share, timeline.takeReplaced())
}

private func look(at number: Int, of timeline: inout LogTimeline) {
  do {
    if let call = try timeline.call(number) { look(at: call) }
    _ = try timeline.points(endingAt: number)
  } catch {
    check(error.description)
  }
  _ = timeline.header(at: number)
}

extension LogTimeline {
  /// Every piece takes bytes, ends the log, or makes room for a longer line.
  fileprivate mutating func readAll() {
    while hasMore { readOn() }
    if let failure { check(failure.description) }
  }
}
