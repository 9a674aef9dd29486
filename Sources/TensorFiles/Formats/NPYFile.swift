package import DropoutEngine
import Files
import PlainText

/// NumPy's own file format, versions 1 to 3 (numpy.lib.format, NEP 1).
package enum NPYFile {
  /// Reads the array of a file.
  package static func read(_ path: String) throws(FileError) -> Tensor {
    try parse(try readBytes(path), file: path)
  }

  /// Reads an array of real numbers, integers or truth values, of any number of axes and either
  /// order in memory; the tensor is in C order.
  ///
  /// - Parameter file: the name that an error gives.
  package static func parse(_ bytes: [UInt8], file: String) throws(FileError) -> Tensor {
    let (header, start) = try header(bytes, file: file)
    let (format, bigEndian) = try format(header.type, file: file)
    guard let count = elementCount(header.shape) else {
      throw FileError(file: file, problem: "holds more than \(largestTensor) numbers")
    }
    let length = count * format.size
    let available = bytes.count - start
    if available < length {
      throw FileError(file: file, problem: "ends after \(available) of \(length) bytes of data")
    }
    if available > length {
      throw FileError(
        file: file,
        problem: "has \(available - length) bytes after its \(length) bytes of data; "
          + "it should hold one array")
    }
    let values = format.floats(bytes, in: start..<start + length, bigEndian: bigEndian)
    let isTransposed = header.isFortranOrder && header.shape.count > 1
    return Tensor(
      shape: header.shape, values: isTransposed ? inCOrder(values, header.shape) : values)
  }

  /// The header, and where the data begins.
  private static func header(
    _ bytes: [UInt8], file: String
  ) throws(FileError) -> (NPYHeader, start: Int) {
    guard bytes.starts(with: [0x93] + "NUMPY".utf8) else {
      let problem = FileForm(bytes).map { notRead($0, file: file, wanted: "an .npy file") }
      throw FileError(
        file: file, problem: problem ?? #"not an .npy file: it should begin with \x93NUMPY"#)
    }
    guard bytes.count >= 8 else { throw FileError(file: file, problem: "ends within its header") }
    guard (1...3).contains(bytes[6]) else {
      throw FileError(
        file: file, problem: "is of .npy version \(bytes[6]).\(bytes[7]); it should be 1, 2 or 3")
    }
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else {
      throw FileError(file: file, problem: "ends within its header")
    }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw FileError(file: file, problem: "ends within its header")
    }
    guard let header = NPYHeader(bytes[start..<start + length]) else {
      throw FileError(
        file: file,
        problem: "has a broken header; it should give descr, fortran_order and shape")
    }
    return (header, start + length)
  }

  private static func format(
    _ type: String, file: String
  ) throws(FileError) -> (ElementFormat, bigEndian: Bool) {
    let order = type.first ?? " "
    let formats: [Substring: ElementFormat] = [
      "f2": .float16, "f4": .float32, "f8": .float64,
      "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
      "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64, "b1": .bool,
    ]
    if "<>|=".contains(order), let format = formats[type.dropFirst()] {
      return (format, order == ">")
    }
    let shown = type == "records" ? type : "\(contents(of: type)) (\(plain(type)))"
    // numpy.save keeps the size of a type that is not its own, and not what it is.
    let way = type.dropFirst() == "V2" ? "; save bfloat16 with .astype('float32')" : ""
    throw FileError(file: file, problem: "holds \(shown); it should hold real numbers\(way)")
  }

  /// What a type that is not read is called.
  private static func contents(of type: String) -> String {
    switch type.dropFirst().first {
    case "c": type.hasSuffix("c8") ? "complex64" : type.hasSuffix("c16") ? "complex128" : "complex"
    case "O": "pickled Python objects"
    case "S", "U", "a": "text"
    case "M", "m": "dates or times"
    case "f": "floats of an unusual size"
    case "V": "numbers of a type that the file does not name"
    default: "numbers of an unknown type"
    }
  }

  /// Reorders numbers in which the first axis varies fastest.
  private static func inCOrder(_ values: [Float], _ shape: [Int]) -> [Float] {
    var strides: [Int] = []
    var stride = 1
    for extent in shape {
      strides.append(stride)
      stride *= max(extent, 1)
    }
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    return values.indices.map { _ in
      let value = values[offset]
      for axis in shape.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= strides[axis] * index[axis]
        index[axis] = 0
      }
      return value
    }
  }
}
