import DropoutEngine
import Interface

/// Adds up all calls of a session for plots over time, and runs the same network without dropout
/// beside them where it learns.
struct TimeInquiry: Inquiry {
  private let question: TimeQuestion
  private var reader: CallReader
  private var twin: SimulationReplay?
  private var history: TimeHistory
  private var milestones = Milestones()
  private var count = 0
  /// How many calls the last answer was about.
  private var told = -1

  init?(_ question: TimeQuestion, at call: ForwardCall, of timeline: some Timeline) {
    self.question = question
    reader = CallReader(timeline)
    twin = (timeline as? SimulatedTimeline)?.simulation.twin
    let kind = question.site.flatMap { timeline.header(at: call.number)?.site($0)?.kind }
    history = TimeHistory(site: question.site, kind: kind, hasTwin: twin != nil)
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    for _ in 0..<reader.moment {
      switch reader.next(on: &timeline) {
      case .call(let call):
        count += 1
        let beside = twin?.next()
        let norms = twin == nil ? [] : reader.replay?.network.norms ?? []
        history.take(call, twin: beside.map { ($0.loss, $0.heldOut) }, norms: norms)
      case .passed: break
      case .none: return .resting(count == told ? nil : answer)
      }
    }
    return .working(milestones.isDue(count) ? answer : nil)
  }

  private var answer: Answered {
    mutating get {
      told = count
      return Answered(question, history)
    }
  }
}
