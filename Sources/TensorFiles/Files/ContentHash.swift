/// A name for the content of a file: 64-bit FNV-1a (Fowler, Noll, Vo) in hex.
///
/// It tells another file, or a changed one, by accident; it does not withstand someone who means to
/// make two files with the same hash.
package func contentHash(_ bytes: [UInt8]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return "fnv1a-" + String(repeating: "0", count: 16 - digits.count) + digits
}
