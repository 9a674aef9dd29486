import DropoutEngine
import Files
import PlainText

/// The `.safetensors` format: the length of a header in 8 bytes, the header as JSON, the numbers
/// (github.com/huggingface/safetensors, "Format").
package enum SafetensorsFile {
  /// The longest header, as in the reference implementation.
  private static let longestHeader = 100_000_000

  /// Reads the tensors of a file.
  package static func read(_ path: String) throws(FileError) -> [NamedTensor] {
    try parse(try readBytes(path), file: path)
  }

  /// Reads all tensors, in the order in which their numbers stand.
  ///
  /// Each byte after the header belongs to exactly one tensor, as the format demands.
  ///
  /// - Parameter file: the name that an error gives.
  package static func parse(_ bytes: [UInt8], file: String) throws(FileError) -> [NamedTensor] {
    let (header, start) = try header(bytes, file: file)
    let available = bytes.count - start
    var tensors: [NamedTensor] = []
    var end = 0
    for (name, entry) in header.entries {
      let format: ElementFormat
      let range: Range<Int>
      do {
        (format, range) = try place(of: entry, after: end, available: available)
      } catch {
        throw FileError(file: file, problem: "\(plain(name)) \(error.text)")
      }
      let values = format.floats(bytes, in: start + range.lowerBound..<start + range.upperBound)
      tensors.append(NamedTensor(name: name, tensor: Tensor(shape: entry.shape, values: values)))
      end = range.upperBound
    }
    guard end == available else {
      throw FileError(
        file: file, problem: "has \(available) bytes of data; its tensors take \(end)")
    }
    return tensors
  }

  /// What is wrong with a tensor, to follow its name.
  private struct Problem: Error {
    var text: String
  }

  /// How and where the numbers of a tensor stand, as bytes from the header's end.
  private static func place(
    of entry: SafetensorsHeader.Entry, after begin: Int, available: Int
  ) throws(Problem) -> (ElementFormat, Range<Int>) {
    guard let format = formats[entry.dtype] else {
      let type = plain(entry.dtype)
      throw Problem(text: "holds \(type); it should hold \(formatNames)")
    }
    let shape = FileError.shown(entry.shape)
    guard let count = elementCount(entry.shape) else {
      throw Problem(text: "is \(shape); it should hold at most \(largestTensor) numbers")
    }
    guard entry.offsets.count == 2 else {
      throw Problem(text: "has \(entry.offsets.count) data_offsets; it should have 2")
    }
    guard entry.offsets[0] == begin else {
      throw Problem(
        text: "begins at byte \(entry.offsets[0]) of the data; it should begin at \(begin)")
    }
    let end = begin + count * format.size
    guard entry.offsets[1] == end else {
      throw Problem(
        text: "is \(shape) of \(entry.dtype) and ends at byte \(entry.offsets[1]) of the data; "
          + "it should end at \(end)")
    }
    guard end <= available else {
      throw Problem(text: "needs \(end) bytes of data; the file has \(available)")
    }
    return (format, begin..<end)
  }

  /// The header, and where the data begins.
  private static func header(
    _ bytes: [UInt8], file: String
  ) throws(FileError) -> (SafetensorsHeader, start: Int) {
    guard bytes.count >= 8 else {
      throw FileError(
        file: file,
        problem: "not a .safetensors file: it should begin with the 8 bytes of a length")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // A length looks like any binary file.
    if bytes.count < 9 || bytes[8] != UInt8(ascii: "{"), let form = FileForm(bytes),
      form != .binary
    {
      throw FileError(file: file, problem: notRead(form, file: file, wanted: "a .safetensors file"))
    }
    guard length <= UInt64(longestHeader) else {
      throw FileError(
        file: file,
        problem: "not a .safetensors file: its header would be \(length) bytes long; "
          + "it should be at most \(longestHeader)")
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw FileError(
        file: file, problem: "ends after \(bytes.count - 8) of \(length) bytes of header")
    }
    guard let header = try? SafetensorsHeader(bytes, range: 8..<start) else {
      try refusePadding(bytes, header: 8..<start, file: file)
      throw FileError(
        file: file,
        problem: "has a broken header; it should be JSON that gives each tensor "
          + "dtype, shape and data_offsets")
    }
    guard !header.givesOneNameTwice else {
      throw FileError(file: file, problem: "has a broken header; it gives one name twice")
    }
    return (header, start)
  }

  /// Some writers fill the header up with NUL.
  private static func refusePadding(
    _ bytes: [UInt8], header: Range<Int>, file: String
  ) throws(FileError) {
    guard let last = bytes[header].lastIndex(where: { $0 != 0 }), last + 1 < header.upperBound,
      (try? SafetensorsHeader(bytes, range: header.lowerBound..<last + 1)) != nil
    else { return }
    throw FileError(
      file: file,
      problem: "pads its header with NUL, where the format has spaces; "
        + "save it again with the library safetensors")
  }

  private static let formats: [String: ElementFormat] = [
    "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64,
    "I8": .int8, "I16": .int16, "I32": .int32, "I64": .int64,
    "U8": .uint8, "U16": .uint16, "U32": .uint32, "U64": .uint64, "BOOL": .bool,
  ]

  private static let formatNames =
    "F16, BF16, F32, F64, BOOL, or I or U with 8, 16, 32 or 64 bits"
}
