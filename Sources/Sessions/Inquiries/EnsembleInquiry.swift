import DropoutEngine
import Interface

/// Sends an input through many masks, and then the rows held out through as many.
///
/// What was begun on the weights of a call is finished on them; then the newest call's are taken.
struct EnsembleInquiry: Inquiry {
  /// Masks of one input in a moment.
  private static let masksAtOnce = 100

  /// Masks for each turn of the input.
  private static let masksATurn = 100

  private let question: EnsembleQuestion
  private var held: HeldNetwork?
  private var trial: EnsembleTrial?
  private var curve: EnsembleCurve?
  /// Those turns of the input that are left to do.
  private var turns: [Int] = []
  private var known: Ensemble?

  init?(_ question: EnsembleQuestion, at call: ForwardCall, of timeline: some Timeline) {
    guard timeline.held != nil else { return nil }
    self.question = question
  }

  mutating func work(on timeline: inout some Timeline) -> InquiryStep {
    if trial == nil, curve == nil, turns.isEmpty {
      guard let next = timeline.held, isDue(next.call.number) else { return .resting(nil) }
      held = next
      trial = EnsembleTrial(next, question.input, masks: question.masks)
      if trial == nil { return .resting(nil) }
    }
    if var trial {
      let isMore = trial.work(masks: Self.masksAtOnce)
      self.trial = isMore ? trial : nil
      if isMore { return .working(nil) }
      return .working(take(trial.ensemble))
    }
    if let next = turns.first { return turn(by: next) }
    guard var curve else { return .resting(nil) }
    let isMore = curve.work()
    self.curve = isMore ? curve : nil
    let isNews = !question.isQuick && curve.points.count != known?.curve.count
    guard !isMore || isNews else { return .working(nil) }
    known?.curve = curve.points
    known?.scaled = curve.scaled
    return .working(answer)
  }

  /// Whether a call is another one, and far enough from the last; going back always is.
  private func isDue(_ number: Int) -> Bool {
    guard let last = held?.call.number else { return true }
    return number < last || number - last >= question.stride
  }

  /// What the masks came to; the curve stays that of the weights before until the next is known.
  private mutating func take(_ ensemble: Ensemble) -> Answered? {
    var ensemble = ensemble
    if question.isQuick, let known {
      (ensemble.curve, ensemble.scaled) = (known.curve, known.scaled)
    }
    ensemble.curveEnd = question.curveEnd
    known = ensemble
    turns = question.hasTurns && !question.isQuick ? Array(0..<TrialInput.fullTurn) : []
    curve = held.flatMap { EnsembleCurve($0, masks: question.curveEnd) }
    return answer
  }

  /// One turn of the input through the masks.
  private mutating func turn(by turns: Int) -> InquiryStep {
    self.turns.removeFirst()
    var input = question.input
    input.turns = turns
    guard let held, var trial = EnsembleTrial(held, input, masks: EnsembleInquiry.masksATurn) else {
      return .working(nil)
    }
    while trial.work(masks: EnsembleInquiry.masksATurn) {}
    if let turned = Ensemble.Turned(trial.ensemble) { known?.turned.append(turned) }
    return .working(self.turns.isEmpty ? answer : nil)
  }

  private var answer: Answered? { known.map { Answered(question, $0) } }
}
