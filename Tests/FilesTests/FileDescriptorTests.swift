import Foundation
import TestSupport
import Testing

@testable import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite struct FileDescriptorTests {
  @Test func `all bytes are written though the system takes a few at a time`() throws {
    let bytes = (0..<100).map { UInt8($0) }
    var taken: [UInt8] = []
    var pieces = [1, 7, 40, 1, 51].makeIterator()
    try bytes.withUnsafeBytes { buffer in
      try FileDescriptor.writeAll(buffer) { rest in
        let count = min(pieces.next() ?? 0, rest.count)
        taken += rest.prefix(count)
        return count
      }
    }
    #expect(taken == bytes)
  }

  @Test func `a system that takes nothing is an error and no endless loop`() {
    let bytes: [UInt8] = [1]
    #expect(throws: SystemError(number: EIO)) {
      try bytes.withUnsafeBytes { try FileDescriptor.writeAll($0) { _ in 0 } }
    }
    #expect(throws: SystemError(number: EBADF)) {
      try bytes.withUnsafeBytes { try FileDescriptor.writeAll($0, to: -1) }
    }
  }

  @Test func `a pipe takes more than it holds, as long as somebody reads`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (source, target) = (FileDescriptor(owning: ends[0]), ends[1])
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    // A task would wait for a thread that this test, and others, keep to themselves.
    Thread.detachNewThread {
      let writer = FileDescriptor(owning: target)
      try? bytes.withUnsafeBytes { try writer.writeAll($0) }
    }
    var count = 0
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { piece.deallocate() }
    while case let got = try source.read(into: piece), got > 0 { count += got }
    #expect(count == bytes.count)
  }

  @Test func `a status tells files, directories, devices and links apart`() throws {
    let file = try TemporaryFile([1, 2, 3])
    let status = try #require(FileStatus(path: file.path))
    #expect(status.kind == .plainFile)
    #expect(status.size == 3)
    #expect(try FileDescriptor(path: file.path, flags: O_RDONLY).status() == status)
    let link = TemporaryFile()
    #expect(symlink(file.path, link.path) == 0)
    #expect(FileStatus(path: link.path) == status)
    #expect(FileStatus(path: link.path, followsLinks: false)?.kind == .other)
    #expect(FileStatus(path: "/tmp")?.kind == .directory)
    #expect(FileStatus(path: "/dev/null")?.kind == .other)
    #expect(FileStatus(path: file.path + "/x") == nil)
    try file.replace(with: [4])
    #expect(FileStatus(path: file.path)?.identity != status.identity)
  }
}
