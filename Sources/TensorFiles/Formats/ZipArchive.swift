import PlainText

/// The members of a zip archive (PKWARE's APPNOTE.TXT 6.3.10, 4.3), those that are stored as they are.
struct ZipArchive {
  /// A file inside.
  struct Member {
    var name: String
    /// How it is compressed: 0 not at all, 8 deflated.
    var method: Int
    var checksum: UInt32
    /// Bytes in the archive.
    var size: Int
    /// Where its local header stands.
    var header: Int
  }

  /// In the order of the directory.
  let members: [Member]
  private let bytes: [UInt8]
  private let file: String

  /// Reads the directory, which stands at the end.
  ///
  /// - Parameter file: the name that an error gives.
  init(_ bytes: [UInt8], file: String) throws(FileError) {
    (self.bytes, self.file) = (bytes, file)
    guard let end = Self.end(of: bytes) else {
      throw FileError(
        file: file, problem: "ends within the archive: its directory is missing; copy it again")
    }
    let count = bytes.word(at: end + 10, 2)
    var at = bytes.word(at: end + 16, 4)
    guard count < 0xFFFF, at < 0xFFFF_FFFF else {
      throw FileError(file: file, problem: "is a zip archive of more than 65,534 members or 4 GiB")
    }
    var members: [Member] = []
    for _ in 0..<count {
      guard at + 46 <= end, bytes[at...].starts(with: "PK\u{1}\u{2}".utf8) else {
        throw Self.broken(file)
      }
      let (name, extra, comment) = (
        bytes.word(at: at + 28, 2), bytes.word(at: at + 30, 2), bytes.word(at: at + 32, 2)
      )
      guard at + 46 + name + extra + comment <= end else { throw Self.broken(file) }
      members.append(
        Member(
          name: String(decoding: bytes[at + 46..<at + 46 + name], as: UTF8.self),
          // The lowest bit says that it is encrypted.
          method: bytes[at + 8] & 1 == 1 ? -1 : bytes.word(at: at + 10, 2),
          checksum: UInt32(bytes.word(at: at + 16, 4)), size: bytes.word(at: at + 20, 4),
          header: bytes.word(at: at + 42, 4)))
      at += 46 + name + extra + comment
    }
    self.members = members
  }

  /// The bytes of a member that is stored as it is.
  func contents(of member: Member) throws(FileError) -> [UInt8] {
    let at = member.header
    guard at + 30 <= bytes.count, bytes[at...].starts(with: "PK\u{3}\u{4}".utf8) else {
      throw Self.broken(file)
    }
    let start = at + 30 + bytes.word(at: at + 26, 2) + bytes.word(at: at + 28, 2)
    guard start + member.size <= bytes.count else { throw Self.broken(file) }
    let contents = bytes[start..<start + member.size]
    guard crc32(contents) == member.checksum else {
      throw FileError(
        file: file, problem: "\(plain(member.name)) is not what was written: its checksum differs")
    }
    return Array(contents)
  }

  private static func broken(_ file: String) -> FileError {
    FileError(file: file, problem: "has a broken directory; it should be a zip archive")
  }

  /// Where the record stands that ends the directory; a comment of up to 65,535 bytes may follow.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 0xFFFF)
    return (first...bytes.count - 22).last { bytes[$0...].starts(with: "PK\u{5}\u{6}".utf8) }
  }
}

extension [UInt8] {
  /// The number in `count` bytes, the lowest first.
  fileprivate func word(at index: Int, _ count: Int) -> Int {
    self[index..<index + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// The CRC-32 of zip and PNG (ISO 3309): the polynomial 0xEDB88320, from the lowest bit on.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  let table = (0..<256).map { (byte: UInt32) in
    (0..<8).reduce(byte) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
  }
  return ~bytes.reduce(~0) { rest, byte in
    rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)]
  }
}
