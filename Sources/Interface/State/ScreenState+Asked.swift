package import DropoutEngine

/// The settings as the person asked for them: they show at once, before the call that obeys them
/// arrives, and fall back to what the call says as soon as the request is answered.
extension ScreenState {
  /// Vanilla or inverted; nil before the first call.
  package var mode: Mode? {
    let asked = playback.askedChanges.last { if case .mode = $0 { true } else { false } }
    if case .mode(let mode) = asked { return mode }
    return arrival?.call.mode
  }

  /// Train or eval; nil before the first call.
  package var phase: Phase? {
    let asked = playback.askedChanges.last { if case .phase = $0 { true } else { false } }
    if case .phase(let phase) = asked { return phase }
    return arrival?.call.phase
  }

  /// The rate of a site of the call on screen; nil where it is not known.
  package func rate(of site: SiteCall) -> Rate? {
    for change in playback.askedChanges.reversed() {
      if case .rate(site.name, let rate) = change { return rate }
    }
    return site.rate
  }

  mutating func toggleMode() -> [Request] {
    guard let mode else { return [] }
    return ask(.mode(mode == .vanilla ? .inverted : .vanilla))
  }

  mutating func togglePhase() -> [Request] {
    guard let phase else { return [] }
    return ask(.phase(phase == .train ? .eval : .train))
  }

  /// Moves the selected layer's rate to the next multiples of 0.05 up or down.
  mutating func changeRate(bySteps steps: Int) -> [Request] {
    guard let site = selectedSite, let rate = rate(of: site) else { return [] }
    let steps = rate.value.twentieths(movedBy: steps)
    guard let wanted = try? Rate(steps / 20), wanted != rate else { return [] }
    return ask(.rate(site: site.name, wanted))
  }
}

extension Double {
  /// This rate in whole twentieths, moved; one that is none moves to its neighbour first.
  fileprivate func twentieths(movedBy steps: Int) -> Double {
    let exact = self * 20
    let slack = 1e-6
    let whole =
      steps > 0
      ? (exact + slack).rounded(.down) : (exact - slack).rounded(.up)
    return Swift.min(20, Swift.max(0, whole + Double(steps)))
  }
}
