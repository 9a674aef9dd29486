package import DropoutEngine
package import Interface

/// Work on one question of a view, done beside a session's calls in moments that nobody waits for.
protocol Inquiry: SendableMetatype {
  associatedtype Asked: Question

  /// Nil where that timeline cannot answer.
  ///
  /// - Parameter call: the one on screen.
  init?(_ question: Asked, at call: ForwardCall, of timeline: some Timeline)

  /// Does a moment's work: a few milliseconds at most.
  mutating func work(on timeline: inout some Timeline) -> InquiryStep
}

/// What came of a moment's work on a question.
enum InquiryStep: Sendable, Equatable {
  /// There is more to do; the answer where what is known has changed.
  case working(Answered?)
  /// Nothing can be done before more calls come; the answer where it has changed.
  case resting(Answered?)
}

/// What is worked on for the view on screen.
struct Inquiries {
  /// What answers which question. A new one is a line here.
  static let all: [any Inquiry.Type] = [
    ComparisonInquiry.self, EnsembleInquiry.self, UnitsInquiry.self, TimeInquiry.self,
    RepeatedMaskInquiry.self,
  ]

  /// Seconds from one answer to the next while there is more to do.
  static let pause = 0.05

  private var question: (any Question)?
  private var inquiry: (any Inquiry)?
  /// The newest answer, where it was not told yet.
  private var answer: Answered?
  private var told = -Double.infinity

  /// Takes another question, or none; what was known of the last one is let go.
  mutating func ask(_ question: (any Question)?) {
    self.question = question
    forget()
  }

  /// Begins anew, as the calls are others now.
  mutating func forget() {
    inquiry = nil
    answer = nil
    told = -.infinity
  }

  /// Another call is on screen; a question about it begins anew. What was answered about the last one
  /// stays meanwhile, and a part of the new answer is worth more than it after two pauses only.
  mutating func turnToCall(at now: Double) {
    guard let question, type(of: question).isOfCall else { return }
    forget()
    told = now + Inquiries.pause
  }

  /// Does a moment's work.
  ///
  /// - Parameter call: the one on screen.
  /// - Returns: false where there is nothing to do for now.
  mutating func work(
    on timeline: inout some Timeline, at call: ForwardCall, now: Double, _ post: (Event) -> Void
  ) -> Bool {
    guard let question else { return false }
    guard var inquiry = inquiry ?? timeline.inquiry(into: question, at: call) else { return false }
    self.inquiry = nil
    let step = inquiry.work(on: &timeline)
    self.inquiry = inquiry
    switch step {
    case .working(let news):
      answer = news ?? answer
      if now - told >= Inquiries.pause { tell(now, post) }
      return true
    case .resting(let news):
      answer = news ?? answer
      tell(now, post)
      return false
    }
  }

  private mutating func tell(_ now: Double, _ post: (Event) -> Void) {
    guard let answer else { return }
    post(.answered(answer))
    self.answer = nil
    told = now
  }
}

extension Timeline {
  /// What works on a question; nil where it cannot be answered here.
  fileprivate func inquiry(into question: any Question, at call: ForwardCall) -> (any Inquiry)? {
    for type in Inquiries.all {
      if let inquiry = begin(type, question, call) { return inquiry }
    }
    return nil
  }

  private func begin<Work: Inquiry>(
    _ type: Work.Type, _ question: any Question, _ call: ForwardCall
  ) -> (any Inquiry)? {
    (question as? Work.Asked).flatMap { Work($0, at: call, of: self) }
  }

  /// The whole answer to a question about a call of a session that does not grow; nil where it has
  /// none.
  package mutating func answer(
    to question: any Question, at call: ForwardCall
  ) -> Answered? {
    guard var inquiry = inquiry(into: question, at: call) else { return nil }
    var answer: Answered?
    while true {
      switch inquiry.work(on: &self) {
      case .working(let news): answer = news ?? answer
      case .resting(let news): return news ?? answer
      }
    }
  }
}
