import DropoutEngine

extension Rate {
  /// A probability of dropping as the command line gives it.
  init(argument text: some StringProtocol) throws(ValueError) {
    guard let number = Double(text) else { throw .rate }
    do { try self.init(number) } catch { throw .rateOutOfRange(error) }
  }
}
