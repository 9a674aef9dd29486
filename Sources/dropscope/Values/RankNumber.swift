/// One rank of a run: a whole number from 0.
struct RankNumber {
  let value: Int

  init(_ text: String) throws(ValueError) {
    guard let value = Int(text), value >= 0 else { throw .rank }
    self.value = value
  }
}
