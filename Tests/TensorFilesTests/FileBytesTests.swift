import Testing

@testable import TensorFiles

@Suite("A file that cannot be read is told in one line")
struct FileBytesTests {
  @Test("a missing file and a directory")
  func unreadable() {
    #expect(
      message { () throws(FileError) in try readBytes("/no/x") }
        == "/no/x: cannot be read: No such file or directory")
    #expect(
      message { () throws(FileError) in try readBytes("/tmp") }
        == "/tmp: cannot be read: it is a directory")
  }

  @Test("a device that never ends is cut off, an empty one is empty")
  func devices() throws {
    #expect(try readBytes("/dev/null").isEmpty)
  }

  @Test("names cannot reach the terminal as commands")
  func names() {
    let error = FileError(file: "a\u{1B}[2J\u{202E}", problem: "is odd")
    #expect(error.description == #"a\u{1b}[2J\u{202e}: is odd"#)
  }
}
