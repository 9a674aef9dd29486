import DropoutEngine
import Interface

/// Tries a site under many masks, and every way to write dropout on the rows held out.
///
/// Each call is tried anew. While calls go by prices are worked out every few of them: they change
/// slowly, and cost most.
struct ComparisonInquiry: Inquiry {
  /// Calls from one list of prices to the next while calls go by.
  private static let callsBetweenPrices = 8
  /// Masks in a moment.
  private static let masksAtOnce = 25

  private let question: ComparisonQuestion
  private var held: HeldNetwork?
  private var trial: SiteTrial?
  private var list: PriceList?
  private var known: Comparison?

  init?(_ question: ComparisonQuestion, at call: ForwardCall, of timeline: some Timeline) {
    guard timeline.held != nil else { return nil }
    self.question = question
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    if trial == nil, list == nil {
      guard let next = timeline.held, next.call.number != known?.number || held == nil else {
        return .resting(nil)
      }
      begin(next)
    }
    if trial != nil { return .working(tryMasks()) }
    guard var list else { return .resting(nil) }
    let isMore = list.work()
    self.list = isMore ? list : nil
    guard !isMore else { return .working(nil) }
    known?.prices = list.prices
    known?.pricedAt = held?.call.number
    known?.rows = list.rowCount
    return .working(answer)
  }

  private mutating func begin(_ next: HeldNetwork) {
    held = next
    trial = SiteTrial(next, site: question.site)
    let last = known?.pricedAt
    let isDue = last.map { abs(next.call.number - $0) >= Self.callsBetweenPrices } ?? true
    list = !question.isQuick || isDue ? PriceList(next, passes: question.passes) : nil
  }

  /// Tries some masks more; the answer where that were all.
  private mutating func tryMasks() -> Answered? {
    guard var trial, let held else { return nil }
    let left = question.masks - trial.result.masked.count
    trial.work(masks: min(left, Self.masksAtOnce))
    guard left <= Self.masksAtOnce else {
      self.trial = trial
      return nil
    }
    self.trial = nil
    var comparison = known ?? Comparison(number: held.call.number, trial: trial.result)
    comparison.number = held.call.number
    comparison.trial = trial.result
    known = comparison
    return answer
  }

  private var answer: Answered? { known.map { Answered(question, $0) } }
}
