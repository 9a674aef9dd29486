import DropoutEngine

/// The words of the screen in their colours, and what each is here and now.
struct WhyWordsPanel {
  let scene: Scene

  private static let room = 9
  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(rect, inks.border, left: [Run("words, here and now", inks.strong)])
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty, let facts = WhyFacts(scene) else { return }
    for (row, entry) in entries(facts).prefix(body.height).enumerated() {
      let y = body.y + row
      canvas.write(entry.word, x: body.x, y: y, limit: WhyWordsPanel.room)
      canvas.write(
        entry.meaning, x: body.x + WhyWordsPanel.room, y: y,
        limit: max(0, body.width - WhyWordsPanel.room))
    }
  }

  private typealias Entry = (word: [Run], meaning: [Run])

  private func entries(_ facts: WhyFacts) -> [Entry] {
    func entry(_ word: String, _ style: Style, _ meaning: String, isNow: Bool = false) -> Entry {
      let now = isNow ? [Run(" (now)", inks.accent)] : []
      return ([Run(word, style)], [Run(meaning, inks.text)] + now)
    }
    return [
      entry("p, rate", inks.label, facts.rate == nil ? "not known" : "chance to drop: \(facts.p)"),
      entry("keep, q", inks.label, facts.rate == nil ? "not known" : "1 − p = \(facts.q)"),
      entry("mask", inks.kept, mask(facts)),
      entry("before", inks.before, facts.source),
      entry("masked", inks.kept, masked(facts)), entry("after", inks.after, after(facts)),
    ]
      + (facts.repair == .byMode
        ? [
          entry("inverted", inks.label, "scales in training", isNow: facts.mode == .inverted),
          entry("vanilla", inks.label, "scales in evaluation", isNow: facts.mode == .vanilla),
        ] : [entry("mode", inks.label, "changes nothing here")]) + marks + [
        entry("call", inks.label, "one pass forward, now \(Numerals.grouped(facts.call))"),
        entry("batch", inks.label, batch(facts)),
      ]
  }

  private func mask(_ facts: WhyFacts) -> String {
    if facts.hasFactors { return "none: factors around 1" }
    return facts.isDrawn == false ? "none now: all is kept" : "1 kept, 0 dropped"
  }

  private func masked(_ facts: WhyFacts) -> String {
    if facts.hasFactors { return "before × factor" }
    guard facts.fill != 0 else { return "before × mask" }
    return "before, or \(WhyFacts.plain(facts.fill, 2)) if dropped"
  }

  private func after(_ facts: WhyFacts) -> String {
    guard let scale = facts.scale.map(Numerals.factor) else { return "masked × scale" }
    guard facts.shift != 0 else { return "masked × scale \(scale)" }
    return "masked × \(scale) \(facts.shift < 0 ? "−" : "+") \(Numerals.factor(abs(facts.shift)))"
  }

  private func batch(_ facts: WhyFacts) -> String {
    facts.samples == 1 ? "1 sample in one call" : "\(facts.samples) samples in one call"
  }

  /// The marks of the screen.
  private var marks: [Entry] {
    let block = inks.isASCII ? "##" : inks.shadesCarryValue ? "▓▓" : "▇▇"
    return [
      (
        [Run(block, inks.kept), Run(" ·", inks.faint)], [Run("kept, by value; dropped", inks.text)]
      ),
      (
        [Run("├─", inks.label), Run("┼", inks.accent), Run("─┤", inks.label)],
        [Run("95 of 100 healthy masks", inks.text)]
      ),
      (
        [Run("σ", inks.label)],
        [Run("surprise: 3 rare, ", inks.text), Run("5 a fault", inks.alarm)]
      ),
    ]
  }
}
