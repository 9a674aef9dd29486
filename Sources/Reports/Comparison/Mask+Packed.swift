import DropoutEngine

extension Mask {
  /// Eight elements a byte, the first in the most significant bit, as logs and `numpy.packbits`
  /// have them; the last byte is filled with zeros.
  package var packedBytes: [UInt8] {
    let length = (count + 7) / 8
    return Array(unsafeUninitializedCapacity: length) { target, written in
      for (index, word) in words.enumerated() {
        var bits = word
        bits = (bits >> 4) & 0x0F0F_0F0F_0F0F_0F0F | (bits & 0x0F0F_0F0F_0F0F_0F0F) << 4
        bits = (bits >> 2) & 0x3333_3333_3333_3333 | (bits & 0x3333_3333_3333_3333) << 2
        bits = (bits >> 1) & 0x5555_5555_5555_5555 | (bits & 0x5555_5555_5555_5555) << 1
        for byte in 0..<min(8, length - index * 8) {
          target[index * 8 + byte] = UInt8(truncatingIfNeeded: bits >> UInt64(byte * 8))
        }
      }
      written = length
    }
  }

  /// What a log says instead of a mask: the first 8 bytes of SHA-256 over the packed bits, in hex.
  package var digest: String {
    var whole = SHA256()
    whole.update(packedBytes)
    return String(whole.hex().prefix(16))
  }
}
