/// What a file is, told by how it begins, where that is not the text that is read.
package enum FileForm: Sendable, CaseIterable {
  case gzip, zstandard, xz, bzip2, lz4
  /// Zip archives: what `torch.save` writes, what `numpy.savez` writes, and any other.
  case torch, npz, zip
  case utf16, utf16WithoutMark, utf32
  case npy, hdf5, pickle, parquet, arrow, gguf, png
  case lfsPointer, webPage
  /// It has control characters where text has none.
  case binary

  /// Nil for text, and for what is too short to tell.
  package init?(_ bytes: some Sequence<UInt8>) {
    let start = Array(bytes.prefix(512))
    if start.starts(with: "PK\u{3}\u{4}".utf8) {
      self = Self.archive(start)
    } else if let known = Self.signatures.first(where: { start.starts(with: $0.bytes) }) {
      self = known.form
    } else if Self.isUTF16(start) {
      self = .utf16WithoutMark
    } else if start.first != UInt8(ascii: "{"), start.contains(where: Self.isControl) {
      // What begins as a record does is one, whatever became of the rest.
      self = .binary
    } else {
      return nil
    }
  }

  /// The words that follow "it is".
  package var name: String {
    switch self {
    case .gzip: "compressed with gzip"
    case .zstandard: "compressed with zstd"
    case .xz: "compressed with xz"
    case .bzip2: "compressed with bzip2"
    case .lz4: "compressed with lz4"
    case .torch: "a PyTorch checkpoint"
    case .npz: "an .npz archive of NumPy"
    case .zip: "a zip archive"
    case .utf16, .utf16WithoutMark: "UTF-16 text"
    case .utf32: "UTF-32 text"
    case .npy: "an .npy array"
    case .hdf5: "an HDF5 file"
    case .pickle: "a Python pickle"
    case .parquet: "a Parquet file"
    case .arrow: "an Arrow file"
    case .gguf: "a GGUF model"
    case .png: "a PNG picture"
    case .lfsPointer: "a pointer of Git LFS, not the file itself (git lfs pull)"
    case .webPage: "a web page"
    case .binary: "a binary file"
    }
  }

  /// The command that writes what is inside to standard output, as UTF-8 where it is text; nil where
  /// no such command is common.
  package func unpacking(_ file: String) -> String? {
    switch self {
    case .gzip: "zcat \(file)"
    case .zstandard: "zstdcat \(file)"
    case .xz: "xzcat \(file)"
    case .bzip2: "bzcat \(file)"
    case .lz4: "lz4cat \(file)"
    case .zip: "unzip -p \(file)"
    case .utf16: "iconv -f UTF-16 -t UTF-8 \(file)"
    case .utf16WithoutMark: "iconv -f UTF-16LE -t UTF-8 \(file)"
    case .utf32: "iconv -f UTF-32 -t UTF-8 \(file)"
    default: nil
    }
  }

  /// The longer ones first, where one begins with another.
  private static let signatures: [(form: FileForm, bytes: [UInt8])] = [
    (.gzip, [0x1F, 0x8B]), (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
    (.xz, [0xFD] + "7zXZ".utf8), (.bzip2, Array("BZh9".utf8)), (.lz4, [0x04, 0x22, 0x4D, 0x18]),
    (.zip, Array("PK\u{5}\u{6}".utf8)),
    (.utf32, [0xFF, 0xFE, 0, 0]), (.utf32, [0, 0, 0xFE, 0xFF]),
    (.utf16, [0xFF, 0xFE]), (.utf16, [0xFE, 0xFF]),
    (.npy, [0x93] + "NUMPY".utf8), (.hdf5, [0x89] + "HDF".utf8), (.png, [0x89] + "PNG".utf8),
    // Protocols 2 to 5; the older ones are text.
    (.pickle, [0x80, 2]), (.pickle, [0x80, 3]), (.pickle, [0x80, 4]), (.pickle, [0x80, 5]),
    (.parquet, Array("PAR1".utf8)), (.arrow, Array("ARROW1".utf8)), (.gguf, Array("GGUF".utf8)),
    (.lfsPointer, Array("version https://git-lfs".utf8)),
    (.webPage, Array("<!DOCTYPE".utf8)), (.webPage, Array("<!doctype".utf8)),
    (.webPage, Array("<html".utf8)),
  ]

  /// Told by the name of the first member, which stands 30 bytes behind the start.
  private static func archive(_ start: [UInt8]) -> FileForm {
    guard start.count > 30 else { return .zip }
    let length = Int(start[26]) | Int(start[27]) << 8
    let name = String(decoding: start.dropFirst(30).prefix(length), as: UTF8.self)
    if name.hasSuffix("/data.pkl") || name.hasSuffix("/.format_version") { return .torch }
    return name.hasSuffix(".npy") ? .npz : .zip
  }

  /// Two ASCII characters of two bytes each, the lower one first.
  private static func isUTF16(_ start: [UInt8]) -> Bool {
    start.count >= 4 && start[1] == 0 && start[3] == 0
      && [start[0], start[2]].allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D }
  }

  /// Not those of white space, nor the escape of a terminal's colours.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x09 || (0x0E..<0x1B).contains(byte) || (0x1C..<0x20).contains(byte)
  }
}
