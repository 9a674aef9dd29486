/// How far statistics may lie apart, relative to the larger or to 1.
struct Tolerance: CustomStringConvertible {
  static let none = Tolerance(value: 0)

  let value: Double

  private init(value: Double) { self.value = value }

  init(_ text: String) throws(ValueError) {
    guard let value = Double(text), value >= 0, value.isFinite else { throw .tolerance }
    self.value = value
  }

  var description: String { value == 0 ? "0" : "\(value)" }
}
