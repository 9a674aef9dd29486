import DropoutEngine

/// What the ensemble view keeps: which input, how many masks, in which order.
struct EnsembleState: ViewState {
  /// One of the rows held out, of which sub-networks are unsure for long and in the end mostly right.
  var input = TrialInput(row: 320)
  /// How often K was pressed.
  var rung = 0
  var order = Order.truth

  /// How many masks there are to choose from.
  static let ladder = [200, 500, 1000, 2000]

  var masks: Int { EnsembleState.ladder[max(0, min(rung, EnsembleState.ladder.count - 1))] }

  enum Order: CaseIterable {
    case truth, drawn, answer

    var next: Order {
      let all = Order.allCases
      return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }

    /// - Parameter hasTruth: whether the true class is known.
    func words(hasTruth: Bool) -> String {
      switch self {
      case .truth: hasTruth ? "by the true class" : "by the mean's answer"
      case .drawn: "as they were drawn"
      case .answer: "by answer"
      }
    }
  }
}
