import DropoutEngine
import Interface

/// Reads on to the two calls that are asked for, and tells what the site drew in them.
struct RepeatedMaskInquiry: Inquiry {
  private let question: RepeatedMaskQuestion
  private var reader: CallReader
  private var first: SiteCall?
  private var isTold = false

  init?(_ question: RepeatedMaskQuestion, at call: ForwardCall, of timeline: some Timeline) {
    self.question = question
    reader = CallReader(timeline)
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    if isTold { return .resting(nil) }
    for _ in 0..<reader.moment {
      switch reader.next(on: &timeline) {
      case .call(let call) where call.number == question.first: first = site(of: call)
      case .call(let call) where call.number >= question.again:
        isTold = true
        let again = call.number == question.again ? site(of: call) : nil
        return .resting(Answered(question, RepeatedMask(first: first, again: again)))
      case .call, .passed: break
      case .none: return .resting(nil)
      }
    }
    return .working(nil)
  }

  private func site(of call: ForwardCall) -> SiteCall? {
    call.sites.first { $0.name == question.site }
  }
}
