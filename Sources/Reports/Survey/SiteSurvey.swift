import DropoutEngine

/// All that a report tells of one site of one log.
struct SiteSurvey {
  let name: String
  var header: SiteHeader?
  /// The smallest and the largest rate that was in force.
  private(set) var rates: ClosedRange<Double>?
  /// What the training draws add up to.
  private(set) var tally = SiteTally()
  private(set) var stretches: CallStretches
  /// The newest training call with values on record, else the newest training call, else the newest.
  private(set) var shown: Shown?
  /// The first call that has NaN or an infinity on record.
  private(set) var notFinite: Shown?
  /// The newest mask of a training call.
  private(set) var mask: (site: SiteCall, mask: Mask, number: Int)?
  private var hasRun = false
  private(set) var shape: [Int]?

  /// A call that is shown as an example.
  struct Shown {
    var site: SiteCall
    var number: Int
    var phase: Phase
    var reading: SiteReading

    fileprivate var worth: Int { phase == .train ? (site.stages != nil ? 2 : 1) : 0 }
  }

  init(name: String, header: SiteHeader?, capacity: Int) {
    self.name = name
    self.header = header
    stretches = CallStretches(capacity: capacity)
  }

  /// The kind, as the log names it.
  var kind: String? { header?.kind }

  mutating func take(_ site: SiteCall, of call: ForwardCall) {
    guard !site.isRecomputed else { return }
    let phase = site.phase ?? call.phase
    let reading = SiteReading(site, of: call, kind: kind)
    if let rate = site.rate?.value {
      rates = min(rates?.lowerBound ?? rate, rate)...max(rates?.upperBound ?? rate, rate)
    }
    if shape == nil { shape = site.shape ?? header?.shape }
    tally.add(reading, rate: site.rate)
    // The same calls as those that the session's number rests on.
    var one = SiteTally()
    one.add(reading, rate: site.rate)
    stretches.update(call.number) { stretch in
      stretch.train.add(one.kept)
      if phase == .eval {
        stretch.evalCalls += 1
        if let draws = site.keptDecisions {
          stretch.eval.add(kept: draws.kept, drawn: draws.of, rate: 0)
        }
      } else {
        stretch.ratio.add(reading)
      }
    }
    let next = Shown(site: site, number: call.number, phase: phase, reading: reading)
    if next.worth >= shown?.worth ?? 0 { shown = next }
    if notFinite == nil, site.stages?.isFinite == false { notFinite = next }
    if phase == .train, let mask = site.mask { self.mask = (site, mask, call.number) }
  }

  /// Kept in training over the whole log, beside what the rates say.
  var kept: (measured: Double, expected: Double, sigma: Double?)? {
    guard let share = tally.kept.share else { return nil }
    return (share, tally.kept.expected / tally.kept.drawn, tally.kept.sigma)
  }

  /// Whether kept is further from what the rates say than chance takes it.
  var isOff: Bool { tally.kept.sigma.map { abs($0) >= SiteReading.Number.limit } ?? false }
}

extension Stages {
  fileprivate var isFinite: Bool {
    [before, masked, after].allSatisfy { $0.nan == 0 && $0.inf == 0 }
  }
}
