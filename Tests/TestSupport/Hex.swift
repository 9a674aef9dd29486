/// All hex digits of a word, the most significant first.
package func hex(_ word: some FixedWidthInteger) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: word.bitWidth / 4 - digits.count) + digits
}
