import DropoutEngine
import PlainText

/// The questions and their answers, in plain words, as they are at this call. A `~` is a space at
/// which no line is broken.
struct WhyAnswers {
  let facts: WhyFacts

  func title(_ question: WhyQuestion) -> String {
    switch question {
    case .what: "What does dropout do?"
    case .scale:
      facts.repair != .byMode
        ? "Why change the scale?"
        : facts.mode == .vanilla ? "Why multiply by 1 − p?" : "Why divide by 1 − p?"
    case .evaluation: "Why nothing in evaluation?"
    case .ensemble: "Is it an ensemble?"
    case .help: "Why does it help?"
    case .whose: "Whose p is it?"
    }
  }

  /// The answer in lines of at most so many cells.
  func lines(_ question: WhyQuestion, width: Int) -> [String] {
    Prose.lines(answer(question), width: width, limit: 1000).map {
      String($0.map { $0 == "~" ? " " : $0 })
    }
  }

  private func answer(_ question: WhyQuestion) -> String {
    switch question {
    case .what: what
    case .scale: scale
    case .evaluation: evaluation
    case .ensemble: ensemble
    case .help: help
    case .whose: "Here p is the chance to drop. Others write the chance to keep. The same layer:"
    }
  }

  /// How others write this layer: whether the number is that of dropping or of keeping, who, what.
  var dialects: [(isDrop: Bool, who: String, text: String)] {
    let (p, q) = (facts.p, facts.q)
    return [
      (true, "PyTorch", "Dropout(p=\(p))"), (true, "Keras, TF2", "Dropout(\(p))"),
      (true, "Flax", "Dropout(rate=\(p))"), (false, "TF1", "keep_prob=\(q)"),
      (false, "CS231n", "p=\(q)"),
    ]
  }

  // MARK: - What it does

  private var what: String {
    if facts.dropsInEvaluation {
      return "In evaluation it should do nothing. Here it drops all the same."
    }
    if !facts.isTraining {
      return facts.mode == .vanilla && facts.repair == .byMode
        ? "In evaluation nothing is dropped. Every \(facts.one) is multiplied by 1~−~p~=~\(facts.q)."
        : "In evaluation nothing is dropped. Every \(facts.one) passes as it is."
    }
    guard let rate = facts.rate else {
      return "It sets some \(facts.many) to 0, others on every call. With what chance is not on"
        + " record here."
    }
    if rate == .zero { return "p is 0: nothing is dropped, every \(facts.one) passes as it is." }
    if facts.hasFactors {
      return "It multiplies each \(facts.one) by a random factor around 1, anew on every call."
    }
    if rate.keep == 0 { return "p is 1: all is dropped, and only zeros go on." }
    if let dropped = facts.expectedDropped {
      return "Sets whole squares of a map to 0, anew on every call. p~=~\(facts.p) is what was"
        + " asked for; squares that meet or are cut come to \(Numerals.percent(dropped)) on average."
        + stayed
    }
    return "Sets each \(facts.one) to \(target) with chance p~=~\(facts.p), anew on every call."
      + stayed + (facts.deed.map { " It \($0)." } ?? "")
  }

  private var target: String { facts.fill == 0 ? "0" : WhyFacts.plain(facts.fill, 2) }

  private var stayed: String {
    let count = facts.kept.map {
      " Here \(Numerals.grouped($0.kept)) of \(Numerals.grouped($0.of)) stayed"
    }
    guard facts.repair == .byMode, facts.mode != nil else { return count.map { $0 + "." } ?? "" }
    let begin = count.map { $0 + ", " } ?? " The rest is "
    guard facts.mode == .inverted else { return begin + "as they were: the mean falls." }
    return begin + "times \(facts.inverse), so that the mean stays."
  }

  // MARK: - Scale

  private var scale: String {
    if let other = otherRepair { return other }
    guard let rate = facts.rate else { return "The rest must make up for what is dropped." }
    if rate == .zero { return "p is 0: nothing is dropped, and 1 − p~=~1 changes nothing." }
    if rate.keep == 0 { return "p is 1: nothing stays that a scale could bring back." }
    if facts.isScaleOff, let scale = facts.scale, let right = facts.expectedScale {
      return "Here what stays is multiplied by \(Numerals.factor(scale)), and it should be"
        + " \(Numerals.factor(right)): the next layer sees the wrong size."
    }
    let share = Numerals.percent(rate.keep, 0)
    switch (facts.mode ?? .inverted, facts.isTraining) {
    case (.inverted, true):
      return "On average \(share) stay, so what the next layer adds up shrinks to \(facts.q) of it."
        + " Dividing by 1~−~p~=~\(facts.q) brings it back\(means)."
    case (.inverted, false):
      return "Training divided by 1~−~p~=~\(facts.q) already. Now all \(facts.many) stay: there is"
        + " nothing to bring back\(means)."
    case (.vanilla, true):
      return "On average \(share) stay, so the mean falls to \(facts.q) of what it was\(means)."
        + " Vanilla leaves it so, and evaluation multiplies by \(facts.q) to match."
    case (.vanilla, false):
      return "Training saw means of \(facts.q) of the full ones. Now all \(facts.many) stay, so all"
        + " are multiplied by \(facts.q)\(means)."
    }
  }

  /// `: mean 0.165 before, 0.158 after`.
  private var means: String {
    guard let before = facts.before, let after = facts.after else { return "" }
    return ": mean \(Numerals.short(before)) before, \(Numerals.short(after)) after"
  }

  private var otherRepair: String? {
    switch facts.repair {
    case .byMode: nil
    case .affine:
      "Dropped \(facts.many) take a fixed value, so mean and spread both move. A scale and a shift"
        + " put both back, in training, whatever the mode."
    case .counted:
      "It divides by the share that this call really kept, not by 1 − p: the mean is right in"
        + " every call, whatever the mode."
    case .unscaled: "This kind is not scaled: training and evaluation differ in their means."
    case .none: "The factors are 1 on average: there is nothing to bring back."
    }
  }

  // MARK: - Evaluation

  private var evaluation: String {
    let why = "One input should give one answer. With masks it gives another one each time."
    if facts.dropsInEvaluation {
      return why + " Here masks are drawn in evaluation, so its answers are random."
    }
    let press = facts.isSimulated && facts.isTraining ? " Press e to see it." : ""
    let all = facts.kept.map { "all \(Numerals.grouped($0.of))" } ?? "all"
    guard facts.repair == .byMode, facts.mode == .vanilla else {
      let scaled =
        facts.repair == .byMode && facts.rate?.value ?? 0 > 0
        ? "; the × \(facts.inverse) of training made that fit" : ""
      return facts.isTraining
        ? why + " So evaluation keeps all \(facts.many)\(scaled).\(press)"
        : why + " So now \(all) \(facts.many) stay\(scaled)."
    }
    return facts.isTraining
      ? why + " So evaluation keeps all \(facts.many), times \(facts.q): the mean of now.\(press)"
      : why + " So now \(all) \(facts.many) stay, times \(facts.q): the mean that training had."
  }

  // MARK: - Ensemble

  private var ensemble: String {
    if let rate = facts.rate, rate == .zero {
      return "With p~=~0 there is one network, the whole one. With p above 0 every mask makes"
        + " another, smaller one."
    }
    if facts.rate?.keep == 0 { return "With p~=~1 there is no network left." }
    let head = "Nearly. Each mask leaves a smaller network, and all share their weights."
    guard facts.isTraining || facts.dropsInEvaluation else {
      return head + " Now the whole network answers, in one pass: it stands for the mean of all"
        + " smaller ones, and comes close to it."
    }
    guard !facts.hasFactors, facts.unitsOfSample > 1 else {
      return head + " Evaluation runs the whole one once, in place of their mean."
    }
    let (drawn, overflow) = facts.call.multipliedReportingOverflow(by: max(1, facts.samples))
    let count = overflow ? "" : ", and \(Numerals.grouped(drawn)) masks at most were drawn so far"
    return head + " \(facts.site) alone has 2^\(facts.unitsOfSample) of them\(count)."
      + " Evaluation runs the whole one once, in place of their mean."
  }

  // MARK: - Help

  private var help: String {
    guard let rate = facts.rate else {
      return "No \(facts.one) can count on another to be there, so each must be useful by itself."
    }
    if rate == .zero { return "With p~=~0 it does not: the network may learn its data by heart." }
    if rate.keep == 0 { return "With p~=~1 it does not: nothing gets through to learn from." }
    guard facts.isTraining else {
      return
        "It helped in training, where no \(facts.one) could count on another. Now all are there,"
        + " and each has learned to be useful by itself."
    }
    if facts.hasFactors {
      return "Noise that never repeats cannot be learned by heart. What stays useful under it is"
        + " what many samples share."
    }
    let both = Numerals.percent(rate.keep * rate.keep, 0)
    let rest =
      rate.value >= 0.75
      ? " With p this high little is left to learn with."
      : rate.value < 0.1 ? " With p this small the effect is small." : ""
    return
      "No \(facts.one) can count on another: at p~=~\(facts.p) two of them are there together in"
      + " \(both) of masks. Each must be useful by itself, and less is learned by heart.\(rest)"
  }
}
