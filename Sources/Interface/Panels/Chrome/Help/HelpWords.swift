import DropoutEngine
import PlainText

/// The words of the screen, a plain sentence each, with the numbers that are in force.
struct HelpWords {
  private let mode: Mode?
  private let phase: Phase?
  private let rate: Rate?

  /// Cells that the words take, with the space behind them.
  static let room = 9

  init(_ state: ScreenState) {
    mode = state.mode
    phase = state.phase
    rate = state.selectedRate
  }

  var entries: [(word: String, isNow: Bool, meaning: String)] {
    [
      ("p", false, chance),
      ("mask", false, "a 0 or a 1 for each unit, drawn anew in every call of training"),
      ("scale", false, scale),
      ("vanilla", mode == .vanilla, "training only drops; evaluation multiplies by \(keep)"),
      (
        "inverted", mode == .inverted,
        "training drops and multiplies the rest by \(inverse); evaluation does nothing"
      ),
      ("train", phase == .train, "the network learns: a mask is drawn in every call"),
      ("eval", phase == .eval, "the network is used: nothing is drawn, every unit stays"),
      (
        "σ", false,
        "a standard deviation of chance: 95 of 100 healthy calls lie within 2σ, red begins at 5σ"
      ),
    ]
  }

  private var chance: String {
    let meaning = "the chance that a unit is dropped"
    return rate.map { "\(meaning), here \(decimal($0.value, 2))" } ?? meaning
  }

  /// 1−p and 1/(1−p), with what they are where p is known.
  private var keep: String { rate.map { "1−p = \(decimal($0.keep, 2))" } ?? "1−p" }

  private var inverse: String {
    guard let rate, rate.keep > 0 else { return "1/(1−p)" }
    return "1/(1−p) = \(decimal(1 / rate.keep, 2))"
  }

  private var scale: String {
    guard let mode, let phase else {
      return "what is left is multiplied by it, so that the mean stays what it was"
    }
    switch (mode, phase) {
    case (.inverted, .train):
      if rate?.keep == 0 { return "nothing is left that could be multiplied" }
      return "what is left is multiplied by \(inverse) now, so that the mean stays"
    case (.inverted, .eval): return "1 now: training has multiplied by \(inverse) already"
    case (.vanilla, .train):
      return "1 now: the mean becomes \(keep) of what it was, and evaluation will match it"
    case (.vanilla, .eval): return "\(keep) now, so that the mean is what training had"
    }
  }
}
