import DropoutEngine

/// What every panel draws from: the state, its inks, and the call on screen.
///
/// A class, since some eighty panels hold it: as a structure of so many parts it made each of them
/// copy all of them, and the program 2 MB larger.
final class Scene: Sendable {
  let state: ScreenState
  let inks: Inks
  let arrival: Arrival
  /// Where the selected site stands in the call; nil when it did not run in it.
  let selected: Int?

  init(_ state: ScreenState, _ arrival: Arrival, _ inks: Inks) {
    self.state = state
    self.arrival = arrival
    self.inks = inks
    selected = state.selectedIndex
  }

  var call: ForwardCall { arrival.call }
  var theme: Theme { inks.theme }
  var selectedSite: SiteCall? { selected.map { call.sites[$0] } }
  /// The selected run of a site, also where the call lacks it; what is found of it in other calls.
  var site: SiteRun? { selectedSite?.id ?? state.site }
  /// The newest held-out accuracy up to the call on screen.
  var heldOut: Double? {
    call.heldOut ?? arrival.points.last { $0.heldOut != nil }?.heldOut
  }

  var showsWholeTensor: Bool { arrival.header.showsWholeTensor }

  /// The flag of a site's owner, or the call's.
  func phase(_ site: SiteCall) -> Phase { site.phase ?? call.phase }

  /// What was measured on a site of the call on screen, each number beside what is expected.
  func reading(_ index: Int) -> SiteReading {
    let site = call.sites[index]
    return SiteReading(site, of: call, kind: arrival.header.site(site.name)?.kind)
  }

  /// Whether a rate was changed: what was kept over the session is then not judged by the present one.
  var hasChangedRates: Bool {
    arrival.annotations.contains { annotation in
      if case .change(.rate) = annotation.kind { true } else { false }
    }
  }

  /// Why there is nothing to show of the selected site.
  var absence: String {
    guard let site, !call.sites.isEmpty else { return "no dropout ran in this call" }
    return "\(StatusLine.cutFront(site.title, 24)) did not run in this call"
  }

  /// What the draws of a site add up to over the session; nil where nothing was looked at.
  func tally(_ site: SiteCall) -> SiteTally? { state.conclusion?.tally.site(site.name) }

  /// The share of elements that the settings let through: 1 in evaluation.
  func expectedKeep(_ site: SiteCall) -> Double? {
    phase(site) == .train ? site.rate?.keep : 1
  }
}

extension Scene {
  /// A site's kind; nil where the session does not say it, or it is not known here.
  func kind(of site: SiteCall) -> (any DropoutKind)? {
    arrival.header.site(site.name)?.kind.flatMap(DropoutKinds.named)
  }
}

extension Scene {
  /// What is dropped at the selected site, also where the call lacks it.
  var siteWords: (one: String, many: String) {
    site.flatMap { arrival.header.site($0.name)?.kind }.flatMap(DropoutKinds.named).units
  }
}

extension (any DropoutKind)? {
  /// What is dropped, in the words of the screen: elements are units there, and so is what nobody
  /// knows.
  var units: (one: String, many: String) {
    guard let words = self?.unit, words.one != "element" else { return ("unit", "units") }
    return words
  }
}

extension SiteRun {
  /// The name, the run where there are several, and whether it is a recomputation: `drop #2`.
  var title: String {
    name + (run > 1 ? " #\(run)" : "") + (isRecomputed ? " recomputed" : "")
  }
}
