import DropoutEngine
import PlainText

/// One sentence in plain words: what is on screen now, what just changed, or what is wrong.
struct MasksCaption {
  let scene: Scene

  private var inks: Inks { scene.inks }

  /// The fullest first.
  var choices: [[Run]] {
    let findings = scene.state.findings
    if let worst = findings.first(where: { $0.sites.contains(scene.site?.name ?? "") })
      ?? findings.first
    {
      return FindingCaption(finding: worst, inks: inks).choices
    }
    guard let index = scene.selected else {
      let words =
        scene.call.sites.isEmpty
        ? "No dropout ran in this call." : "This site did not run in this call."
      return [[Run(words, inks.text)]]
    }
    let site = scene.call.sites[index]
    let reading = scene.reading(index)
    let means = self.means(site)
    let changed = changes(site)
    let end = [Run(".", inks.text)]
    let plain: [[Run]]
    if reading.isTraining, let kind = ofKind(site, reading, index) {
      // What a kind does is worth more than the means, which stand beside it.
      plain = kind.sentences.flatMap { sentence in
        guard let rest = kind.rest else {
          return [sentence + [Run("In all", inks.text)] + means, sentence]
        }
        return [sentence + rest + means, sentence + rest + end, sentence]
      }
    } else {
      let told = reading.isTraining ? training(site, reading) : evaluation(site, reading)
      let bare = reading.isTraining ? withoutLegend(site, reading) : []
      plain = told.map { $0 + means } + (told + bare).map { $0 + end }
    }
    return changed.flatMap { change in plain.map { change + $0 } } + plain
  }

  // MARK: - What is on screen

  /// What a kind that is not of single elements does, and what becomes of what it leaves; nil for
  /// others, and where nothing is left to chance.
  private func ofKind(
    _ site: SiteCall, _ reading: SiteReading, _ index: Int
  ) -> (sentences: [[Run]], rest: [Run]?)? {
    let sentences = KindWords(scene: scene, index: index).sentences
    guard !sentences.isEmpty, let rate = site.rate, rate != .zero, rate.keep > 0 else {
      return nil
    }
    guard site.fill == nil, site.factors == nil, scene.kind(of: site)?.law.drops != false,
      let scale = site.scale ?? reading.scale.expected?.mean
    else { return (sentences, nil) }
    let words = abs(scale - 1) < 1e-6 ? "stays as it is" : scaling(scale)
    return (sentences, [Run("The rest \(words)", inks.text)])
  }

  /// What tiles and dots are, the fullest first.
  private func legend(_ rate: Rate?) -> [[Run]] {
    let chance = rate.map { ", with chance p = \(decimal($0.value, 2))" } ?? ""
    let tile = Run("Tile", inks.kept)
    let dot = [Run("Dot", inks.label), Run(": dropped\(chance). ", inks.text)]
    return [
      [tile, Run(": kept, stronger is larger. ", inks.text)] + dot,
      [tile, Run(": kept. ", inks.text)] + dot, [],
    ]
  }

  private func training(_ site: SiteCall, _ reading: SiteReading) -> [[Run]] {
    let legend = legend(site.rate)
    guard let rate = site.rate else {
      return legend.map { $0 + [Run("The rate of \(site.name) is not known", inks.text)] }
    }
    if rate == .zero { return [[Run("p is 0: nothing is dropped", inks.text)]] }
    if rate.keep == 0 { return [[Run("p is 1: everything is dropped", inks.text)]] }
    let gone = share(rate.value)
    let keep = decimal(rate.keep, 2)
    switch reading.mode {
    case .inverted?:
      let factor = scaling(1 / rate.keep)
      let full = values(rate)
      let short = [Run("The rest \(factor)", inks.text)]
      return [legend[0] + full, legend[1] + full, legend[1] + short]
    case .vanilla?:
      let full = "the mean is \(keep) of what it was, and evaluation will match that by × \(keep)"
      let short = "the mean is \(keep) of what it was"
      return [
        legend[0] + [Run("\(gone) the values are gone: \(full)", inks.text)],
        [Run("\(gone) the values are gone: \(full)", inks.text)],
        [Run("Vanilla: \(full)", inks.text)],
        legend[1] + [Run("Vanilla: \(short)", inks.text)], [Run("Vanilla: \(short)", inks.text)],
      ]
    case nil: return legend.map { $0 + [Run("\(gone) the values are gone", inks.text)] }
    }
  }

  /// `Half the values are gone, the rest doubled`: where what tiles and dots are has no room. That is
  /// worth more than the means, which stand in the panels.
  private func withoutLegend(_ site: SiteCall, _ reading: SiteReading) -> [[Run]] {
    guard reading.mode == .inverted, let rate = site.rate, rate != .zero, rate.keep > 0 else {
      return []
    }
    return [values(rate)]
  }

  private func values(_ rate: Rate) -> [Run] {
    let words = "\(share(rate.value)) the values are gone, the rest \(scaling(1 / rate.keep))"
    return [Run(words, inks.text)]
  }

  private func evaluation(_ site: SiteCall, _ reading: SiteReading) -> [[Run]] {
    if site.isDrawn == true {
      return [[Run("Evaluation, and yet values are dropped", inks.alarm)]]
    }
    let head = Run("Evaluation", inks.ink(scene.theme.eval, bold: true))
    guard reading.mode == .vanilla, let rate = site.rate else {
      return [
        [head, Run(": nothing is drawn, every value passes as it is", inks.text)],
        [head, Run(": nothing is dropped", inks.text)],
      ]
    }
    let keep = decimal(rate.keep, 2)
    return [
      [
        head,
        Run(": nothing is drawn; all values × \(keep), the mean that training had", inks.text),
      ],
      [head, Run(": nothing is dropped, all × \(keep)", inks.text)],
    ]
  }

  /// `: mean 0.165 → 0.079 → 0.158`, each in its stage's colour.
  private func means(_ site: SiteCall) -> [Run] {
    guard let stages = site.stages else { return [Run(".", inks.text)] }
    let arrow = Run(" → ", inks.label)
    return [
      Run(": mean ", inks.text), Run(Numerals.short(stages.before.mean), inks.before), arrow,
      Run(Numerals.short(stages.masked.mean), inks.kept), arrow,
      Run(Numerals.short(stages.after.mean), inks.after),
    ]
  }

  /// `Half`, `One in five of`, `30% of`.
  private func share(_ rate: Double) -> String {
    let words: [(Double, String)] = [
      (0.5, "Half"), (0.25, "A quarter of"), (0.2, "A fifth of"), (0.1, "A tenth of"),
      (0.75, "Three quarters of"), (1.0 / 3, "A third of"),
    ]
    return words.first { abs($0.0 - rate) < 1e-9 }?.1 ?? "\(Numerals.percent(rate, 0)) of"
  }

  private func scaling(_ scale: Double) -> String {
    abs(scale - 2) < 1e-6 ? "doubled" : "× \(Numerals.factor(scale))"
  }

  // MARK: - What just changed

  /// The changes at the call on screen, and that an axis grew, where there is one.
  private func changes(_ site: SiteCall) -> [[Run]] {
    let number = scene.call.number
    let found = scene.arrival.annotations.compactMap { annotation -> String? in
      guard annotation.number == number, case .change(let change) = annotation.kind else {
        return nil
      }
      return change.sentence
    }
    var words = found.last.map { [$0] } ?? []
    if let axis = scene.state.axes[site.name], axis.grewAt == number {
      words.append("The axis now reaches \(Numerals.tick(axis.end)).")
    }
    guard !words.isEmpty else { return [] }
    return [[Run(words.joined(separator: " ") + " ", inks.accent)]]
  }
}

extension Change {
  /// `From here p of hidden1 is 0.55, was 0.50.`
  fileprivate var sentence: String {
    switch self {
    case .mode(let from, let to): "From here dropout is \(to.rawValue), was \(from.rawValue)."
    case .phase(_, let to):
      to == .train ? "From here it trains." : "From here it is evaluated."
    case .rate(let site, let from, let to):
      "From here p\(Self.place(site)) is \(decimal(to.value, 2)), was \(decimal(from.value, 2))."
    case .seed(_, let to): "From here the seed is \(to)."
    case .dialect(let from, let to):
      "From here masks are those of \(StatusLine.cut(to, 20)), were of \(StatusLine.cut(from, 20))."
    case .other(let what, let site, let from, let to):
      "From here \(StatusLine.cut(what, 20))\(Self.place(site)) is \(StatusLine.cut(to, 12)),"
        + " was \(StatusLine.cut(from, 12))."
    }
  }

  private static func place(_ site: String?) -> String {
    site.map { " of \(StatusLine.cutFront($0, 24))" } ?? ""
  }
}
