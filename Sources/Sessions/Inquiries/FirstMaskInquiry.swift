import DropoutEngine
import Interface

/// Reads on to the call that is asked for, and tells what the site drew in it.
struct FirstMaskInquiry: Inquiry {
  private let question: FirstMaskQuestion
  private var reader: CallReader
  private var answer: FirstMask?
  private var isTold = false

  init?(_ question: FirstMaskQuestion, at call: ForwardCall, of timeline: some Timeline) {
    self.question = question
    reader = CallReader(timeline)
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    if let answer { return tell(answer) }
    for _ in 0..<reader.moment {
      switch reader.next(on: &timeline) {
      case .call(let call) where call.number >= question.call:
        let found = call.number == question.call ? call.sites : []
        let first = FirstMask(site: found.first { $0.name == question.site })
        answer = first
        return tell(first)
      case .call, .passed: break
      case .none: return .resting(nil)
      }
    }
    return .working(nil)
  }

  private mutating func tell(_ answer: FirstMask) -> InquiryStep {
    defer { isTold = true }
    return .resting(isTold ? nil : Answered(question, answer))
  }
}
