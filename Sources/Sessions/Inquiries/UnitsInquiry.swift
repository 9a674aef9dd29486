import DropoutEngine
import Interface

/// Reads all calls of a session for what every unit of a site did, and goes on as calls come.
struct UnitsInquiry: Inquiry {
  private let question: UnitsQuestion
  private var reader: CallReader
  private var history: UnitHistory
  private var milestones = Milestones()
  private var count = 0
  /// How many calls the last answer was about.
  private var told = -1
  /// What the newest call sends into the site, before the network learned from it.
  private var preactivations: UnitsAnswer.Preactivations?

  /// Elements of masks that are looked at in a moment.
  private static let elements = 1 << 18
  /// Links of a unit that are told.
  private static let links = 8

  init?(_ question: UnitsQuestion, at call: ForwardCall, of timeline: some Timeline) {
    self.question = question
    reader = CallReader(timeline)
    history = UnitHistory(site: question.site)
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    let kind = timeline.header(at: 0)?.site(question.site)?.kind
    let start = history.elements
    // Fewer calls at once where masks are large.
    for _ in 0..<reader.moment where history.elements - start < Self.elements {
      let network = reader.last + 1 == timeline.newest ? reader.replay?.network : nil
      switch reader.next(on: &timeline, withTensors: true) {
      case .call(let call):
        count += 1
        history.take(call, kind: kind)
        preactivations = network.flatMap { preactivations(of: call, in: $0) }
      case .passed: break
      case .none: return .resting(count == told ? nil : answer(timeline.header(at: 0)))
      }
    }
    return .working(milestones.isDue(count) ? answer(timeline.header(at: 0)) : nil)
  }

  private func preactivations(
    of call: ForwardCall, in network: SimulatedNetwork
  ) -> UnitsAnswer.Preactivations? {
    guard let index = call.sites.firstIndex(where: { $0.name == question.site }) else { return nil }
    return network.preactivations(site: index, of: call).map {
      UnitsAnswer.Preactivations(call: call.number, values: $0)
    }
  }

  private mutating func answer(_ header: SessionHeader?) -> Answered {
    told = count
    var answer = UnitsAnswer(history)
    answer.preactivations = preactivations
    if let network = reader.replay?.network,
      let index = header?.sites.firstIndex(where: { $0.name == question.site })
    {
      answer.feeding = network.feeding(site: index, count: Self.links)
      answer.fed = network.fed(bySite: index, count: Self.links)
    }
    return Answered(question, answer)
  }
}
