import DropoutEngine
import Files
import TestSupport
import Testing

@testable import SessionLog

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("A log file is valid at every moment")
struct LogWriterTests {
  private let session = SampleSessions.session(shapes: [[9]])
  private let mark = LogRecord.annotation(Annotation(number: 1, kind: .mark(text: "here")), ms: 0)

  @Test("what was written is read again")
  func writeAndRead() throws {
    try withFile { path in
      var samples = SampleSessions(seed: 12)
      let calls = (1...300).map { LogRecord.call(samples.call($0, shapes: [[9]]), ms: $0) }
      let end = LogRecord.end(n: 300, ms: 301, reason: "quit")
      let writer = try LogWriter(path: path, session: session)
      for call in calls { try writer.write(call) }
      try writer.close(end: end)
      #expect(!writer.isOpen)
      #expect(try records(path) == [.session(session)] + calls + [end])
      #expect(try bytes(path).count == writer.length)
    }
  }

  @Test("an existing file is refused, or emptied when forced")
  func existing() throws {
    try withFile { path in
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: LogError.exists(path: path)) {
        _ = try LogWriter(path: path, session: session)
      }
      #expect(try bytes(path) == Array("mine".utf8))
      try LogWriter(path: path, session: session, force: true).close()
      #expect(try records(path) == [.session(session)])
    }
    #expect(
      LogError.exists(path: "d.jsonl").description
        == "existing file: d.jsonl already exists; choose another name or pass --force")
  }

  @Test("a full disk is told in the system's words")
  func fullDisk() {
    #expect(
      throws: LogError.cannotWrite(path: "/dev/full", reason: "No space left on device")
    ) {
      _ = try LogWriter(path: "/dev/full", session: session)
    }
    #expect(throws: LogError.cannotWrite(path: "/no/x", reason: "No such file or directory")) {
      _ = try LogWriter(path: "/no/x", session: session)
    }
  }

  @Test("a device is written to as it is; a directory is not")
  func devices() throws {
    try LogWriter(path: "/dev/null", session: session).close()
    #expect(throws: LogError.exists(path: "/tmp")) {
      _ = try LogWriter(path: "/tmp", session: session)
    }
    #expect(throws: LogError.cannotWrite(path: "/tmp", reason: "Is a directory")) {
      _ = try LogWriter(path: "/tmp", session: session, force: true)
    }
  }

  @Test("a write that fails halfway leaves the last whole record last, and fails for good")
  func shortWrite() throws {
    try withFile { path in
      let writer = try LogWriter(path: path, session: session)
      try writer.write(mark)
      let whole = writer.length
      var calls = 0
      writer.writeOnce = { (file, bytes) throws(SystemError) in
        calls += 1
        if calls > 2 { throw SystemError(number: 28) }
        return try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(10)))
      }
      let failure = LogError.cannotWrite(path: path, reason: "No space left on device")
      #expect(throws: failure) { try writer.write(mark) }
      #expect(throws: failure) { try writer.write(mark) }
      #expect(!writer.isOpen)
      #expect(try bytes(path).count == whole)
      #expect(try records(path) == [.session(session), mark])
    }
  }

  @Test("a record that the system takes in pieces is whole in the end")
  func pieces() throws {
    try withFile { path in
      let writer = try LogWriter(path: path, session: session)
      writer.writeOnce = { (file, bytes) throws(SystemError) in
        try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(7)))
      }
      try writer.write(mark)
      try writer.close()
      #expect(try records(path) == [.session(session), mark])
    }
  }

  @Test("appending ends an unfinished line: a whole record gets its newline, the rest goes")
  func append() throws {
    var encoder = LogEncoder()
    let last = encoder.encode(.annotation(Annotation(number: 2, kind: .mark(text: "last")), ms: 7))
    let start = write([.session(session), mark])
    for length in 0...last.count {
      try withFile { path in
        try Data(start + last[..<length]).write(to: URL(fileURLWithPath: path))
        let writer = try LogWriter(appendingTo: path)
        try writer.close(end: .end(n: 1, ms: 9, reason: "quit"))
        let survives = length >= last.count - 1
        let middle: [LogRecord] =
          survives
          ? [LogRecord.annotation(Annotation(number: 2, kind: .mark(text: "last")), ms: 7)] : []
        let end = LogRecord.end(n: 1, ms: 9, reason: "quit")
        #expect(try records(path) == [.session(session), mark] + middle + [end])
        #expect(try bytes(path).count == writer.length)
      }
    }
  }

  @Test("a call that is appended needs no shape where the header gives it")
  func appendedCall() throws {
    try withFile { path in
      var samples = SampleSessions(seed: 13)
      let call = LogRecord.call(samples.call(1, shapes: [[9]]), ms: 1)
      try LogWriter(path: path, session: session).close()
      let writer = try LogWriter(appendingTo: path)
      try writer.write(call)
      try writer.close()
      #expect(try bytes(path) == write([.session(session), call]))
    }
  }

  @Test("what is no log is not appended to")
  func appendToOther() throws {
    try withFile { path in
      try Data("mine\n".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: LogError.self) { _ = try LogWriter(appendingTo: path) }
      #expect(try bytes(path) == Array("mine\n".utf8))
    }
  }

  private func withFile(_ body: (String) throws -> Void) throws {
    let file = TemporaryFile(ending: ".jsonl")
    try body(file.path)
    // The file goes with the last reference.
    withExtendedLifetime(file) {}
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func records(_ path: String) throws -> [LogRecord] {
    var reader = try LogReader(path: path)
    var records: [LogRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }
}
