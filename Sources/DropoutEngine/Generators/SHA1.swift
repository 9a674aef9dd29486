/// SHA-1 (FIPS 180-4), with which Flax linen names its keys. It keeps no secret here.
enum SHA1 {
  /// The five words of a message's digest.
  static func digest(of message: [UInt8]) -> [UInt32] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    let padded = message + MessagePadding.bytes(after: message.count)
    for start in stride(from: 0, to: padded.count, by: 64) {
      absorb(padded[start..<start + 64], into: &state)
    }
    return state
  }

  private static func absorb(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var w = MessagePadding.words(block)
    for t in 16..<80 { w.append(rotated(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1)) }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for t in 0..<80 {
      let (f, constant) = round(t, b, c, d)
      let next = rotated(a, 5) &+ f &+ e &+ constant &+ w[t]
      (a, b, c, d, e) = (next, a, rotated(b, 30), c, d)
    }
    for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
  }

  private static func round(
    _ t: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> (f: UInt32, constant: UInt32) {
    switch t {
    case ..<20: (b & c ^ ~b & d, 0x5a82_7999)
    case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
    case ..<60: (b & c ^ b & d ^ c & d, 0x8f1b_bcdc)
    default: (b ^ c ^ d, 0xca62_c1d6)
    }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}

/// What the SHA functions of 512-bit blocks share.
enum MessagePadding {
  /// A one bit, zeros up to a whole block, and the message's length in bits.
  static func bytes(after count: Int) -> [UInt8] {
    let zeros = (119 - count % 64) % 64
    let length = UInt64(count) * 8
    return [0x80] + [UInt8](repeating: 0, count: zeros)
      + (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
  }

  /// The 16 words of a block, most significant byte first.
  static func words(_ block: ArraySlice<UInt8>) -> [UInt32] {
    stride(from: block.startIndex, to: block.endIndex, by: 4).map { at in
      block[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
