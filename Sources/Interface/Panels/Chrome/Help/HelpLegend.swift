/// What the marks on screen mean: a sample of each, as this terminal shows it, and a sentence.
struct HelpLegend {
  let inks: Inks
  /// The number of the view that is explained.
  let view: Int

  /// Cells that the samples take, with the space behind them.
  static let room = 9

  var entries: [(sample: [Run], meaning: String)] {
    (view == 1 || view == 8 ? units : view == 2 ? rows : []) + levels + (view == 1 ? batch : [])
      + time
  }

  private var units: [(sample: [Run], meaning: String)] {
    let kept = inks.isASCII ? "%% ##" : inks.shadesCarryValue ? "▒▒ ██" : "▇▇ ▇▇"
    let denser = inks.shadesCarryValue ? "denser" : "stronger"
    return [
      ([Run(kept, inks.kept)], "a kept unit; the \(denser), the larger its value"),
      ([Run(" ·", inks.faint)], "a dropped unit: 0 in this call"),
      (
        [Run("·╲╱·", inks.label)],
        "a dropped channel or branch: the whole map, the whole block"
      ),
      (
        [Run(" ▪ −", inks.ink(inks.theme.negative))],
        "alpha: dropped, a number below 0; gaussian: a factor that turns the sign"
      ),
      (
        [Run(" + ", inks.strong), Run("▄▌", inks.after)],
        "in the midst of a dropped block; right of rows: sums of weights, sd of a unit"
      ),
      (
        [Run("before", inks.before)],
        "what the layer puts out; masked: times the mask; after: times the scale"
      ),
    ]
  }

  private var rows: [(sample: [Run], meaning: String)] {
    [
      ([Run("ratio", inks.label)], "the mean after over the mean before, in all calls together"),
      ([Run("▂▄█", inks.kept)], "the share kept, in ten stretches of the calls"),
      (
        [Run("░▒▓█", inks.kept)],
        "masks: a cell is a block of elements; the stronger, the more of them are kept"
      ),
    ]
  }

  private var levels: [(sample: [Run], meaning: String)] {
    [
      (
        [Run("├", inks.label), Run("●", inks.kept), Run("┼", inks.accent), Run("┤", inks.label)],
        "the disc is measured, the tick expected; 95 of 100 healthy masks fall in the bracket"
      ),
      (
        [Run("✓ ", inks.kept), Run("\(inks.warning) ", inks.alarm), Run("↳", inks.label)],
        "as expected; something is wrong; follows from what is wrong above"
      ),
    ]
  }

  private var batch: [(sample: [Run], meaning: String)] {
    // The line of shares has a glyph of its own where the terminal's set has it.
    let dropped = inks.isASCII ? "x" : Glyphs.isSafe("╍") ? "╍" : "·"
    return [
      (
        [Run("━━", inks.before), Run(dropped + dropped, inks.text), Run("──", inks.label)],
        "all values of a stage: above zero, dropped, zero before the mask"
      ),
      (
        [Run("⠪⠕⠺⠢", inks.kept)],
        "the whole batch: samples down, units across, a dot is a kept element"
      ),
    ]
  }

  private var time: [(sample: [Run], meaning: String)] {
    [
      (
        [Run("⠤⠒⠔⠊", inks.kept)],
        "time: a dot is a call, or several together; the shaded row holds 95 of 100"
      ),
      ([Run("░░", inks.ink(inks.theme.eval))], "calls in eval, in which nothing is drawn"),
      ([Run("┃ ┸", inks.hotkey)], "the call on screen"),
      (
        [Run("┴ ", inks.faint), Run("┻ ", inks.text), Run("\(inks.warning)", inks.alarm)],
        "an epoch begins; a change or a mark; a finding begins"
      ),
    ]
  }
}
