import DropoutEngine
import PlainText

/// What `y` copies: the text, and what it is in a few words.
package struct CopiedText: Equatable, Sendable {
  package var what: String
  package var text: String
}

extension CopiedText {
  /// The selected unit, else the selected site, with their numbers; nil before the first call.
  init?(_ scene: Scene) {
    guard let index = scene.selected else { return nil }
    let units = LayerUnits(scene, layer: index)
    if let unit = scene.state.unit, unit >= 0, unit < units.count {
      self.init(unit: unit, units, scene.call.sites[index], scene)
    } else {
      self.init(site: index, scene)
    }
  }

  /// `call 12 hidden1 32×128: p 0.50, train, inverted, kept 2,049 of 4,096 (expected 2,048 ± 32, …`
  private init(site index: Int, _ scene: Scene) {
    let (call, site) = (scene.call, scene.call.sites[index])
    let reading = scene.reading(index)
    var facts: [String] = []
    if let rate = site.rate { facts.append("p \(decimal(rate.value, 2))") }
    facts.append(scene.phase(site).rawValue)
    if let mode = reading.mode { facts.append(mode.rawValue) }
    if let scale = site.scale { facts.append("scale \(Numerals.factor(scale))") }
    if let kept = reading.kept.measured {
      let of = reading.draws.map { " of \(Numerals.grouped($0))" } ?? ""
      facts.append("kept \(FindingText.value(kept))\(of)\(CopiedText.beside(reading.kept))")
    }
    let means: [(String, SiteReading.Number)] = [
      ("mean before", .init(reading.before, nil)), ("masked", reading.masked),
      ("after", reading.after), ("sd after", reading.spread), ("zeros after", reading.zeros),
    ]
    for (name, number) in means {
      guard let measured = number.measured else { continue }
      facts.append("\(name) \(FindingText.value(measured))\(CopiedText.beside(number))")
    }
    let shape = site.shape.map { " " + LayerBox.text($0) } ?? ""
    self.init(
      what: "site \(site.id.title) of call \(call.number)",
      text: "call \(call.number) \(site.id.title)\(shape): " + facts.joined(separator: ", "))
  }

  /// `call 12 hidden1 sample 1 unit 7: before 0.614 × mask 1 × scale 2.00 = after 1.229`.
  private init(unit: Int, _ units: LayerUnits, _ site: SiteCall, _ scene: Scene) {
    let place = "call \(scene.call.number) \(site.id.title)"
    let name = "\(place) sample \(scene.state.sample + 1) unit \(unit)"
    let before = Numerals.short(units.before(unit).map(Double.init))
    let after = Numerals.short(units.after(unit).map(Double.init))
    let mask = units.isKept(unit).map { $0 ? "1" : "0" } ?? "not known"
    let scale = site.scale.map(Numerals.factor) ?? "not known"
    self.init(
      what: "unit \(unit) of \(site.id.title)",
      text: "\(name): before \(before) × mask \(mask) × scale \(scale) = after \(after)")
  }

  /// ` (expected 2048 ± 32, +0.0σ)`; nothing where nothing is expected.
  private static func beside(_ number: SiteReading.Number) -> String {
    guard let expected = number.expected else { return "" }
    let mean = FindingText.value(expected.mean)
    guard let sd = expected.sd, sd > 0, let sigma = number.sigma else {
      return " (expected \(mean))"
    }
    return " (expected \(mean) ± \(FindingText.value(sd)), \(Numerals.sigma(sigma)))"
  }
}

extension CopiedText {
  /// A finding: what, where, since when, how surely, and what to do.
  init(_ finding: Finding) {
    let text = FindingText(finding: finding)
    let numbers = finding.numbers.map(FindingText.sentence)
    let place = finding.place.map { " (\($0))" } ?? ""
    let title = "\(finding.rule) \(finding.title ?? finding.name)"
    let head = "\(title) at \(text.allSites)\(place), \(text.extent)"
    self.init(
      what: "\(finding.rule) at \(text.sites)",
      text: ([head + ".", finding.what, finding.meaning, finding.advice] + numbers)
        .filter { !$0.isEmpty }.joined(separator: "\n"))
  }
}
