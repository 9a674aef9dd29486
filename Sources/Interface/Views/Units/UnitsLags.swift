import DropoutEngine
import RealModule

/// Whether elements of a mask know of each other: correlations at eight distances.
struct UnitsLags {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("do elements know of each other", inks.strong)],
      right: [[Run("correlation", inks.label)]])
    let inner = rect.inset(dx: 2, dy: 1)
    guard let history = figures.history, figures.hasChance, history.draws > 0, !inner.isEmpty else {
      if !inner.isEmpty, figures.history != nil {
        let words = figures.hasChance ? figures.absence : figures.apart
        canvas.write(words, inks.label, x: inner.x, y: inner.y, limit: inner.width)
      }
      return
    }
    let notes = self.notes(history)
    let count = DrawLag.allCases.count
    let isLoose = inner.height >= count + notes.count + 3
    var y = inner.y + (isLoose ? 1 : 0)
    for (lag, tally) in zip(DrawLag.allCases, history.lags) where y < inner.maxY {
      draw(lag, tally, inner, y: y, &canvas)
      y += 1
    }
    if isLoose { y += 1 }
    for (index, note) in notes.enumerated() where y < inner.maxY {
      canvas.write(note.left, x: inner.x, y: y, limit: inner.width)
      if note.left.width + note.right.width < inner.width {
        canvas.write(note.right, x: inner.maxX - note.right.width, y: y)
      }
      y += 1 + (isLoose && note.isApart && y + notes.count - index < inner.maxY ? 1 : 0)
    }
  }

  private func draw(
    _ lag: DrawLag, _ tally: LagTally, _ inner: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let words = lag == .nextUnit ? "next \(figures.words.one)" : lag.words
    canvas.write(words, inks.label, x: inner.x, y: y, limit: inner.width)
    let sigma = tally.sigma
    let isOff = sigma.map { abs($0) >= TimeLane.limit } ?? false
    let numbers = [
      Run(tally.correlation.map(Numerals.signed) ?? "–", inks.text),
      Run(" " + Numerals.sigma(sigma), isOff ? inks.alarm : inks.label),
    ]
    canvas.write(numbers, x: inner.maxX - numbers.width, y: y)
    let room = inner.width - 13 - 15 - 2
    let width = min(25, room - (room.isMultiple(of: 2) ? 1 : 0))
    guard width >= 9 else { return }
    SigmaGauge(inks: inks, width: width).draw(
      sigma, x: inner.x + 13 + (room - width) / 2 + 1, y: y, into: &canvas)
  }

  private struct Note {
    var left: [Run]
    var right: [Run] = []
    /// Whether a free line follows, where there is room.
    var isApart = false
  }

  private func notes(_ history: UnitHistory) -> [Note] {
    let sigmas = history.lags.compactMap(\.sigma)
    var notes: [Note] = []
    if let largest = sigmas.max(by: { abs($0) < abs($1) }) {
      // The chance that none of so many independent tests lies farther out.
      let two = Double.erfc(abs(largest) / 2.0.squareRoot())
      let chance = 1 - Double.exp(Double(sigmas.count) * Double.log(onePlus: -min(two, 1 - 1e-15)))
      let isOff = abs(largest) >= TimeLane.limit
      let often =
        chance >= 0.005
        ? ", in \(Int(nearest: 100 * chance)) of 100 sessions"
        : ", once in \(Numerals.grouped(Int(nearest: (min(1e12, 1 / max(chance, 1e-12))).rounded(.down)))) sessions"
      notes.append(
        Note(
          left: [
            Run("largest of \(sigmas.count): ", inks.label),
            Run(Numerals.sigma(abs(largest)).replacingPlus, isOff ? inks.alarm : inks.strong),
            Run(often, inks.label),
          ], right: isOff ? [Run("\(inks.warning)", inks.alarm)] : [inks.check], isApart: true))
    }
    notes.append(Note(left: [Run("groups of 4 alike would stand at    +0.75", inks.label)]))
    notes.append(
      Note(left: [Run("a mask that never changes at        +1.00", inks.label)], isApart: true))
    let drawn = Numerals.grouped(history.elements)
    let p = history.tally?.keep.map { " at p " + Numerals.tick((1e6 * (1 - $0)).rounded() / 1e6) }
    notes.append(
      Note(left: [
        Run(drawn, inks.text), Run(" elements drawn" + (p ?? ", p changed"), inks.label),
      ]))
    return notes
  }
}

extension DrawLag {
  var words: String {
    switch self {
    case .nextUnit: "next unit"
    case .twoAway: "2 away"
    case .fourAway: "4 away"
    case .eightAway: "8 away"
    case .sixteenAway: "16 away"
    case .nextSample: "next sample"
    case .nextCall: "next call"
    case .fiveCallsOn: "5 calls on"
    }
  }
}

extension Numerals {
  /// A correlation: `+0.0016`.
  static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + fine(abs(value))
  }
}

extension String {
  /// Without a sign in front.
  fileprivate var replacingPlus: String { hasPrefix("+") ? String(dropFirst()) : self }
}
