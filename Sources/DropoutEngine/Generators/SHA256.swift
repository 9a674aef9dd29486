/// SHA-256 (FIPS 180-4) of bytes that come piece by piece: tells long masks apart, as golden files
/// do.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var rest: [UInt8] = []
  private var count = 0

  /// A digest of nothing yet.
  public init() {}

  /// Takes more bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    let before = rest.count
    rest += bytes
    count += rest.count - before
    let whole = rest.count / 64 * 64
    for start in stride(from: 0, to: whole, by: 64) { absorb(rest[start..<start + 64]) }
    rest.removeFirst(whole)
  }

  /// The digest of all bytes so far, in lower-case hex.
  public func hex() -> String {
    var copy = self
    copy.update(MessagePadding.bytes(after: count))
    return copy.state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private mutating func absorb(_ block: ArraySlice<UInt8>) {
    var w = MessagePadding.words(block)
    for t in 16..<64 {
      let (x, y) = (w[t - 15], w[t - 2])
      let s0 = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3
      let s1 = rotated(y, 17) ^ rotated(y, 19) ^ y >> 10
      w.append(w[t - 16] &+ s0 &+ w[t - 7] &+ s1)
    }
    var v = state
    for t in 0..<64 { round(&v, Self.constants[t] &+ w[t]) }
    for index in state.indices { state[index] &+= v[index] }
  }

  private func round(_ v: inout [UInt32], _ input: UInt32) {
    let (a, e) = (v[0], v[4])
    let choice = e & v[5] ^ ~e & v[6]
    let first = v[7] &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ input
    let majority = a & v[1] ^ a & v[2] ^ v[1] & v[2]
    let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
    (v[7], v[6], v[5], v[4]) = (v[6], v[5], e, v[3] &+ first)
    (v[3], v[2], v[1], v[0]) = (v[2], v[1], a, first &+ second)
  }

  private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
    0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
    0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
    0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
    0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

extension Mask {
  /// SHA-256 of the mask as bytes 0 and 1, in C order.
  public var sha256: String {
    var digest = SHA256()
    for start in stride(from: 0, to: count, by: 4096) {
      digest.update((start..<min(count, start + 4096)).map { self[$0] ? 1 : 0 })
    }
    return digest.hex()
  }

  /// The first eight bytes of SHA-256 over the ``packed`` bits, in hex: by which logs tell masks that
  /// they do not hold.
  public var digest: String {
    var digest = SHA256()
    digest.update(packed)
    return String(digest.hex().prefix(16))
  }
}
