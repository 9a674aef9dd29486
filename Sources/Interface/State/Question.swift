/// What a view wants to know of a session beyond its calls: worked out beside them, a moment at a
/// time, and told as far as it is known.
///
/// A question holds all that its answer depends on but the session: the site, how many masks, which
/// input. A view asks another one by naming it; nobody else need know.
package protocol Question: Hashable, Sendable {
  associatedtype Answer: Equatable & Sendable

  /// Whether it is about the call on screen, and is asked anew with each; else about the session.
  static var isOfCall: Bool { get }
}

/// What was asked last, and what is known of it.
///
/// An answer stays until the next one comes, so that the screen does not blink while calls go by; it
/// says by itself which call it is about. An answer to another question is none.
package struct Inquired: Sendable, Equatable {
  package private(set) var question: (any Question)?
  private var answer: (any Equatable & Sendable)?
  /// The answer to the question before, until there is one to this.
  private var earlier: (any Equatable & Sendable)?

  package init(_ question: (any Question)? = nil) { self.question = question }

  /// Takes another question; true where it is another.
  mutating func ask(_ other: (any Question)?) -> Bool {
    guard !isSame(question, other) else { return false }
    question = other
    earlier = other == nil ? nil : answer ?? earlier
    answer = nil
    return true
  }

  /// Takes an answer where it is to the question that stands.
  mutating func take(_ answer: Answered) {
    guard isSame(question, answer.question) else { return }
    self.answer = answer.value
    earlier = nil
  }

  /// What is known of a question; nil where another one was asked, or nothing is known yet.
  func answer<Asked: Question>(to question: Asked) -> Asked.Answer? {
    isSame(self.question, question) ? answer as? Asked.Answer : nil
  }

  /// What is known of a question, or was of the one before it where that had such an answer: which
  /// says by itself what it is about.
  func recent<Asked: Question>(_ question: Asked) -> Asked.Answer? {
    answer(to: question)
      ?? (isSame(self.question, question) ? earlier as? Asked.Answer : nil)
  }

  package static func == (a: Inquired, b: Inquired) -> Bool {
    isSame(a.question, b.question) && isSame(a.answer, b.answer)
      && isSame(a.earlier, b.earlier)
  }
}

/// An answer and what it is to.
package struct Answered: Sendable, Equatable {
  package let question: any Question
  package let value: any Equatable & Sendable

  package init<Asked: Question>(_ question: Asked, _ value: Asked.Answer) {
    self.question = question
    self.value = value
  }

  package static func == (a: Answered, b: Answered) -> Bool {
    isSame(a.question, b.question) && isSame(a.value, b.value)
  }
}

/// Whether two values of whatever type are of one type and equal, or neither is there.
func isSame(_ a: (any Equatable)?, _ b: (any Equatable)?) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return equals(a, b)
}

private func equals<Value: Equatable>(_ a: Value, _ b: any Equatable) -> Bool {
  (b as? Value) == a
}
