import Testing

@testable import Interface

private struct Sum: Question {
  static let isOfCall = false
  var a = 1
  typealias Answer = Int
}

private struct Word: Question {
  static let isOfCall = true
  typealias Answer = String
}

@Suite struct `Questions of a view` {
  @Test func `An answer is had by the one who asked, and by nobody else`() {
    var inquired = Inquired()
    #expect(inquired.ask(Sum()) && !inquired.ask(Sum()))
    inquired.take(Answered(Word(), "late"))
    #expect(inquired.answer(to: Sum()) == nil)
    inquired.take(Answered(Sum(), 3))
    #expect(inquired.answer(to: Sum()) == 3 && inquired.answer(to: Word()) == nil)
    #expect(inquired.answer(to: Sum(a: 2)) == nil)
    #expect(inquired != Inquired(Sum()))
  }

  @Test func `Another question lets go of the answer, and so does none`() {
    var inquired = Inquired(Sum())
    inquired.take(Answered(Sum(), 3))
    #expect(inquired.ask(Sum(a: 2)) && inquired.answer(to: Sum(a: 2)) == nil)
    inquired.take(Answered(Sum(), 3))
    #expect(inquired.answer(to: Sum(a: 2)) == nil)
    #expect(inquired.ask(nil) && inquired == Inquired())
  }
}
