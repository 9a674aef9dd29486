import DropoutEngine
import PlainText

/// What becomes of a value, as a formula: in words, with the numbers of now, and worked out.
struct WhyFormula {
  let facts: WhyFacts
  let inks: Inks

  var lines: [[Run]] {
    let head = [Run("with the present numbers", inks.faint)]
    return [head] + formula
  }

  private var scaled: Style { inks.ink(inks.theme.after, bold: true) }

  private func line(_ lead: String, _ text: String, _ tail: String = "") -> [Run] {
    [Run(lead + text, lead == "after" ? inks.text : inks.label), Run(tail, scaled)]
  }

  private var formula: [[Run]] {
    let indent = "     "
    if facts.repair != .byMode || facts.hasFactors { return other }
    let base = facts.isDrawn == false ? " = before" : " = before × mask"
    let applied = facts.scale.map { " × " + Numerals.factor($0) } ?? ""
    if facts.isScaleOff, let right = facts.expectedScale {
      return [
        line("after", base, applied),
        [Run("\(inks.warning) and not × \(Numerals.factor(right))", inks.alarm)],
      ]
    }
    guard let rate = facts.rate, let mode = facts.mode else { return [line("after", base)] }
    switch (mode, facts.isTraining) {
    case (.inverted, true) where rate.keep > 0:
      return [
        line("after", base, " ÷ (1 − p)"), line(indent, base + " ÷ (1 − \(facts.p))"),
        line(indent, base, applied),
      ]
    case (.vanilla, false):
      return [
        line("after", base, " × (1 − p)"), line(indent, base + " × (1 − \(facts.p))"),
        line(indent, base, applied),
      ]
    default: return [line("after", base)]
    }
  }

  /// Kinds that neither mode scales.
  private var other: [[Run]] {
    let applied = facts.scale.map { " × " + Numerals.factor($0) } ?? ""
    if facts.isDrawn == false { return [line("after", " = before")] }
    if facts.hasFactors { return [line("after", " = before", " × factor")] }
    if facts.fill != 0 {
      return [
        line("after", " = masked", applied + " + shift"),
        line("masked", " = before, or fill if dropped"),
      ]
    }
    return [line("after", " = before × mask", applied)]
  }
}
