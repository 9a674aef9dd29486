/// What the why view keeps: which question is selected, and how far the units were walked.
struct WhyState: ViewState {
  private(set) var question = WhyQuestion.what
  /// Screens of units that lie before the one shown.
  var page = 0

  /// To the question so many further on, round at both ends.
  mutating func move(_ step: Int) {
    let all = WhyQuestion.allCases
    let place = all.firstIndex(of: question) ?? 0
    question = all[((place + step) % all.count + all.count) % all.count]
  }
}

/// The questions, in their order.
enum WhyQuestion: Int, CaseIterable, Sendable {
  case what = 1
  case scale, evaluation, ensemble, help, whose

  /// The views that show it at work, the best first; one that this session cannot fill is passed
  /// over.
  var views: [Int] {
    switch self {
    case .what: [1]
    case .scale, .evaluation, .whose: [3, 1]
    case .ensemble: [4, 5, 1]
    case .help: [6, 1]
    }
  }
}
