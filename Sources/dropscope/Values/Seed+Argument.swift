import DropoutEngine

extension Seed {
  /// A seed as the command line gives it; which ones a dialect takes is told once it is known.
  init(argument text: String) throws(ValueError) {
    guard let seed = Seed(text) else { throw .seed }
    self = seed
  }
}

extension WholeNumber {
  /// The seed of a simulation, of which several generators are made: never a list.
  init(argument text: String) throws(ValueError) {
    guard let number = WholeNumber(text) else { throw .number }
    self = number
  }
}
