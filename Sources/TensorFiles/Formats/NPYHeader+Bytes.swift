extension NPYFile {
  /// The beginning of an .npy file of version 1.0, or 2.0 where the header is long; the numbers
  /// follow in C order.
  ///
  /// - Parameter type: as NumPy writes it, such as `|u1`.
  package static func preamble(type: String, shape: [Int]) -> [UInt8] {
    let comma = shape.count == 1 ? "," : ""
    let extents = shape.map(String.init).joined(separator: ", ") + comma
    var header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }".utf8)
    let isLong = header.count > 65_000
    let before = isLong ? 12 : 10
    // NumPy aligns the numbers to 64 bytes; the header ends in a newline.
    header += repeatElement(UInt8(ascii: " "), count: (64 - (before + header.count + 1) % 64) % 64)
    header.append(UInt8(ascii: "\n"))
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [isLong ? 2 : 1, 0]
    for byte in 0..<(isLong ? 4 : 2) {
      bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * byte)))
    }
    return bytes + header
  }
}
