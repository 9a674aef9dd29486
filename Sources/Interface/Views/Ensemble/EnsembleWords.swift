import DropoutEngine
import PlainText

/// What is known of an ensemble, as all of its panels tell it.
struct EnsembleWords {
  let scene: Scene
  let ensemble: Ensemble

  var inks: Inks { scene.inks }

  /// What the mean of the masks answers, and what one scaled pass does.
  var meanAnswer: Int { Ensemble.answer(ensemble.mean) }
  var scaledAnswer: Int { Ensemble.answer(ensemble.evaluation) }

  /// `digit 3`, `class 3`, `noise`.
  var noun: String {
    let preset = scene.arrival.header.preset.flatMap(Preset.init)
    return preset.map { ![.article, .module].contains($0) } ?? false ? "digit" : "class"
  }

  /// How it is shown that an answer is right or wrong; nothing where that is not known.
  func mark(_ answer: Int) -> [Run] {
    guard let truth = ensemble.sample.truth else { return [] }
    return answer == truth
      ? [Run(" ✓", inks.ink(inks.step(scene.theme.kept, 0.7)))]
      : [Run(" ✗", inks.ink(scene.theme.alarm))]
  }

  /// The share of masks that answer a class.
  func share(_ answer: Int) -> Double {
    let votes = ensemble.votes
    guard answer < votes.count, !ensemble.outputs.isEmpty else { return 0 }
    return Double(votes[answer]) / Double(ensemble.outputs.count)
  }

  /// A probability as a tile; without colour as its tenths, since most of them would have one shade.
  func tile(_ value: Double) -> Cell {
    guard value >= 0.02 else { return Cell("·", inks.faint) }
    if !inks.hasColor {
      let tenths = Unicode.Scalar(UInt8(48 + min(9, Int(nearest: 10 * value))))
      return Cell(tenths, value >= 0.5 ? inks.strong : inks.text)
    }
    var cell = Ramp(inks, scene.theme.after, floor: 0.2).block(value)
    if !inks.shadesCarryValue { cell.glyph = "▇" }
    return cell
  }

  // MARK: - The sentence

  /// The fullest first.
  var caption: [[Run]] {
    guard ensemble.hasClasses, let doubt = ensemble.uncertainty else { return values }
    let count = ensemble.outputs.count
    let answer = meanAnswer
    let said = [
      Run("\(count) sub-networks share these weights", inks.text), Run(": ", inks.text),
      Run(Numerals.percent(share(answer), 0), inks.strong), Run(" say ", inks.text),
      Run("\(answer)", inks.strong), Run(", their mean ", inks.text),
      Run(Numerals.factor(ensemble.spreads[answer].mean), inks.after),
      Run(", one scaled pass ", inks.text),
      Run(Numerals.factor(Double(ensemble.evaluation[answer])), inks.accent),
    ]
    let part = doubt.total > 0 ? doubt.epistemic / doubt.total : 0
    let why = Run(
      "; \(Numerals.percent(part, 0)) of the doubt is masks that disagree.", inks.text)
    let last = ensemble.evaluation.count - 1
    let own = [Run("A row is one sub-network and how sure it is of 0 to \(last).", inks.text)]
    return [
      said + [why], said + [Run(".", inks.text)], own + input, own,
    ]
  }

  /// What goes in, where no panel shows it.
  private var input: [Run] {
    let sample = ensemble.sample
    let what =
      ensemble.input.isNoise
      ? "noise" : "row \(sample.row)" + (sample.truth.map { ", \(noun) \($0)" } ?? "")
    let turn = ensemble.input.turns == 0 ? "" : ", turned \(ensemble.input.degrees)°"
    return [Run(" In: ", inks.label), Run(what + turn, inks.strong)]
  }

  private var values: [[Run]] {
    let count = ensemble.outputs.count
    let distances = zip(ensemble.spreads, ensemble.evaluation).map { abs($0.mean - Double($1)) }
    let most = distances.max() ?? 0
    return [
      [
        Run("\(count) masks, the same input: their mean and one scaled pass differ by ", inks.text),
        Run(Numerals.short(most), inks.strong), Run(" at most.", inks.text),
      ],
      [Run("The same input under \(count) masks.", inks.text)],
    ]
  }
}
