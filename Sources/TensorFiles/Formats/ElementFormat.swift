/// How one number stands in a file.
enum ElementFormat: CaseIterable {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case bool

  /// Bytes of one number.
  var size: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Reads numbers, each rounded to the nearest Float; what is beyond a Float becomes infinite.
  ///
  /// - Parameters:
  ///   - range: where they stand, a multiple of ``size`` long and inside `bytes`.
  ///   - bigEndian: whether the most significant byte comes first.
  func floats(_ bytes: [UInt8], in range: Range<Int>, bigEndian: Bool = false) -> [Float] {
    precondition(range.upperBound <= bytes.count && range.count % size == 0, "a part of a number")
    return bytes.withUnsafeBytes { all in
      let data = UnsafeRawBufferPointer(rebasing: all[range])
      return switch self {
      case .float16: map(data, bigEndian) { (bits: UInt16) in Float(halfBits: bits) }
      case .bfloat16:
        map(data, bigEndian) { (bits: UInt16) in
          Float(bitPattern: UInt32(bits) << 16)
        }
      case .float32: map(data, bigEndian) { (bits: UInt32) in Float(bitPattern: bits) }
      case .float64: map(data, bigEndian) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
      case .int8: map(data, bigEndian) { (value: Int8) in Float(value) }
      case .int16: map(data, bigEndian) { (value: Int16) in Float(value) }
      case .int32: map(data, bigEndian) { (value: Int32) in Float(value) }
      case .int64: map(data, bigEndian) { (value: Int64) in Float(value) }
      case .uint8: map(data, bigEndian) { (value: UInt8) in Float(value) }
      case .uint16: map(data, bigEndian) { (value: UInt16) in Float(value) }
      case .uint32: map(data, bigEndian) { (value: UInt32) in Float(value) }
      case .uint64: map(data, bigEndian) { (value: UInt64) in Float(value) }
      case .bool: map(data, bigEndian) { (value: UInt8) in value == 0 ? 0 : 1 }
      }
    }
  }

  private func map<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ data: UnsafeRawBufferPointer, _ bigEndian: Bool, _ number: (Stored) -> Float
  ) -> [Float] {
    let count = data.count / MemoryLayout<Stored>.size
    return [Float](unsafeUninitializedCapacity: count) { target, filled in
      for index in 0..<count {
        let offset = index * MemoryLayout<Stored>.size
        let stored = data.loadUnaligned(fromByteOffset: offset, as: Stored.self)
        let value = bigEndian ? Stored(bigEndian: stored) : Stored(littleEndian: stored)
        target.initializeElement(at: index, to: number(value))
      }
      filled = count
    }
  }
}

extension Float {
  /// The value of an IEEE 754 binary16; Swift's Float16 is not there on every platform.
  init(halfBits bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 0x1F: self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
