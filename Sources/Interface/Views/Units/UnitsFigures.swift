import DropoutEngine

/// What the panels of the units view draw from: the counts that are shown, and in which order.
struct UnitsFigures {
  let scene: Scene
  let memory: UnitsState
  /// What is known of the session; nil while nothing was answered.
  let answer: UnitsAnswer?
  /// The counts shown, of the session or of the call; nil where no masks are on record.
  let tally: UnitTally?
  /// The unit that stands in each place.
  let order: [Int]
  let selected: Int

  init(_ scene: Scene) {
    let state = scene.state
    self.scene = scene
    memory = state.memory[UnitsState.self]
    answer = UnitsView.question(state).flatMap { state.inquired.answer(to: $0) }
    tally = memory.isOfCall ? scene.callTally : answer?.history.tally
    order = UnitsFigures.order(tally, isSorted: memory.isSorted)
    let unit = state.unit ?? UnitsFigures.odd(tally, but: answer?.history.activity.dead ?? []) ?? 0
    selected = max(0, min(unit, max(0, (tally?.kept.count ?? state.unitCount) - 1)))
  }

  var inks: Inks { scene.inks }

  /// What is drawn for itself: units, channels, rows.
  var words: (one: String, many: String) { scene.siteWords }

  /// The sample of the state, or the only one.
  var sample: Int { (history?.hasSamples ?? true) ? scene.state.sample : 0 }

  /// `, sample 3`, where there are some.
  var sampleWords: String {
    (history?.hasSamples ?? true) ? ", sample \(sample + 1)" : ""
  }

  var history: UnitHistory? { answer?.history }

  /// Whether what the rates say of chance holds for this site.
  var hasChance: Bool { (history?.law ?? .elements).isIndependent }

  private var law: DrawLaw? {
    scene.site.flatMap { scene.arrival.header.site($0.name)?.kind }.flatMap(DropoutKinds.named)?.law
  }

  /// Why no chance is told, in a few words.
  var apart: String {
    law?.drops == false
      ? "nothing is dropped here: values have factors" : "decisions hang together here"
  }

  /// How far a unit lies from what is expected; nil where nothing is.
  func sigma(_ unit: Int) -> Double? {
    guard hasChance, let tally, tally.kept.indices.contains(unit) else { return nil }
    return tally.sigma(unit)
  }

  /// Units that were zero before the mask in all of the last calls.
  var dead: [Int] { history?.activity.dead ?? [] }

  /// The unit that is selected until one is: that farthest from what is expected which is not dead.
  static func odd(_ tally: UnitTally?, but dead: [Int]) -> Int? {
    guard let tally else { return nil }
    let dead = Set(dead)
    return tally.kept.indices.filter { !dead.contains($0) }.max {
      abs(tally.sigma($0)) < abs(tally.sigma($1))
    }
  }

  /// Units by σ, the least kept first; as they are where they are not to be sorted.
  static func order(_ tally: UnitTally?, isSorted: Bool) -> [Int] {
    guard let tally else { return [] }
    let units = Array(tally.kept.indices)
    return isSorted
      ? units.sorted { (tally.kept[$0], $0) < (tally.kept[$1], $1) } : units
  }

  /// Why there is nothing to show, in a few words.
  var absence: String {
    if scene.site == nil { return scene.absence }
    if law?.drops == false { return apart }
    guard let history else { return "reading the calls" }
    if memory.isOfCall {
      return scene.call.phase == .eval
        ? "evaluation draws nothing" : "no mask of this call is known"
    }
    if history.otherShapes > 0 { return "too many \(words.many) to tell apart" }
    if history.unrecorded > 0 { return "masks are not on record" }
    return "nothing was drawn yet"
  }
}

extension Scene {
  /// How often each unit was kept in the call on screen; nil where its mask is not known.
  var callTally: UnitTally? {
    guard let site = selectedSite, phase(site) == .train, let mask = site.mask, site.units > 0
    else {
      return nil
    }
    let rate = site.rate.flatMap { $0.drawn(by: site.dialect) }
    let units = (kind(of: site)?.hasSamples ?? true) ? site.units : mask.count
    return UnitTally(mask, units: units, keep: rate.map { 1 - $0 })
  }
}
