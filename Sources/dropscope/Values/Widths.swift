/// Units of the hidden layers, as `128,64`; how many they may be is the simulation's to say.
struct Widths {
  let values: [Int]

  init(_ text: String) throws(ValueError) {
    var values: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let width = Int(part), width > 0 else { throw .widths }
      values.append(width)
    }
    self.values = values
  }
}
