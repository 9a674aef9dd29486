import Testing

@testable import Files

@Suite struct FileFormTests {
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], .gzip), ([0x28, 0xB5, 0x2F, 0xFD, 4], .zstandard),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz), (Array("BZh91AY".utf8), .bzip2),
      ([0x04, 0x22, 0x4D, 0x18], .lz4), ([0xFF, 0xFE, 0x7B, 0], .utf16),
      ([0xFE, 0xFF, 0, 0x7B], .utf16), ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], .utf32),
      ([0x7B, 0, 0x22, 0], .utf16WithoutMark), ([0x93] + Array("NUMPY".utf8), .npy),
      ([0x89] + Array("HDF\r\n".utf8), .hdf5), ([0x80, 4, 0x95], .pickle),
      (Array("PAR1".utf8), .parquet),
      (Array("version https://git-lfs.github.com".utf8), .lfsPointer),
      (Array("<!doctype html>".utf8), .webPage), ([0x7F, 0x45, 0x4C, 0x46, 2, 1], .binary),
    ] as [([UInt8], FileForm)])
  func `a file is told by how it begins`(bytes: [UInt8], form: FileForm) {
    #expect(FileForm(bytes) == form)
  }

  @Test(arguments: [
    ("net/data.pkl", FileForm.torch), ("archive/.format_version", .torch), ("x.npy", .npz),
    ("run.jsonl", .zip),
  ])
  func `an archive is told by its first member`(name: String, form: FileForm) {
    var bytes = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 26)
    bytes[26] = UInt8(name.utf8.count)
    #expect(FileForm(bytes + Array(name.utf8)) == form)
    #expect(FileForm(bytes.prefix(12)) == .zip)
  }

  @Test(arguments: [
    "", "{", "{}", "1,2\n", "# scheme\r\n", "\u{FEFF}{\"t\"", "é", "\u{1B}[31m1", "{\0\0\0\0\0",
    "P", "PK", "BZ", "v",
  ])
  func `text is no other form, and what is short is not guessed`(text: String) {
    #expect(FileForm(text.utf8) == nil)
  }

  @Test func `what is compressed, and text of other encodings, has a command that unpacks it`() {
    #expect(FileForm.gzip.unpacking("a.gz") == "zcat a.gz")
    #expect(FileForm.utf16.unpacking("a") == "iconv -f UTF-16 -t UTF-8 a")
    #expect(FileForm.torch.unpacking("a") == nil)
  }
}
