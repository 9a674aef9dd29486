import DropoutEngine

/// One sentence: what dropout did to the values in this call, and how learning goes beside the same
/// network without it.
struct TimeCaption {
  let columns: TimeColumns

  private var scene: Scene { columns.scene }
  private var inks: Inks { columns.scene.inks }

  /// The fullest first.
  var choices: [[Run]] {
    let learning = self.learning
    guard let values else {
      return learning.isEmpty ? [[Run(scene.absence, inks.label)]] : [learning]
    }
    let end = Run(".", inks.text)
    let told = values.map { $0 + [end] }
    guard !learning.isEmpty else { return told }
    return [values[0] + [Run(". ", inks.text)] + learning] + told
  }

  /// The fullest first; nil where no site ran.
  private var values: [[Run]]? {
    guard let index = scene.selected else { return nil }
    let site = scene.call.sites[index]
    guard let stages = site.stages else {
      return [
        [Run("The values of \(StatusLine.cut(site.name, 30)) are not on record", inks.text)]
      ]
    }
    let means = [
      Run(Numerals.short(stages.before.mean), inks.before), Run(" → ", inks.text),
      Run(Numerals.short(stages.after.mean), inks.after),
    ]
    let reading = scene.reading(index)
    if reading.after.isOff {
      let expected = Numerals.short(reading.after.expected?.mean)
      return [
        [
          Run(
            "\(inks.warning) The mean after is \(Numerals.short(stages.after.mean))", inks.alarm),
          Run(" where \(expected) is expected", inks.text),
        ]
      ]
    }
    let factor = site.scale.map(Numerals.factor) ?? "–"
    switch (scene.phase(site), reading.mode) {
    case (.eval, .vanilla):
      return [[Run("In evaluation all is kept and multiplied by \(factor): ", inks.text)] + means]
    case (.eval, _): return [[Run("In evaluation nothing is dropped: ", inks.text)] + means]
    case (.train, .vanilla):
      return [
        [Run("Vanilla: nothing is rescaled in training, the mean falls: ", inks.text)] + means
      ]
    case (.train, _):
      let stays =
        [Run("Survivors are multiplied by \(factor): the mean stays, ", inks.text)] + means
      let grows = [
        Run(", the spread grows, ", inks.text),
        Run(Numerals.short(stages.before.sd), inks.before), Run(" → ", inks.text),
        Run(Numerals.short(stages.after.sd), inks.after),
      ]
      return [stays + grows, stays]
    }
  }

  private var learning: [Run] {
    guard let loss = scene.call.loss, let twin = columns.here?.twinLoss.mean else { return [] }
    return [
      Run("Loss ", inks.text), Run(Numerals.factor(loss), inks.after),
      Run(", without dropout ", inks.text),
      Run(Numerals.factor(twin), inks.ink(inks.theme.colors[0xF])), Run(".", inks.text),
    ]
  }
}
