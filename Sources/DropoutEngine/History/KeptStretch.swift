/// What a stretch of calls says of how many a site kept.
///
/// A call counts in one way only, the first of these that fits.
package struct KeptStretch: Sendable, Equatable {
  /// Σz of the training calls that chance had a part in, each against its own rate.
  package private(set) var sigmas = 0.0
  /// Σ(k − nq) and Σnqp of them.
  private var excess = 0.0
  private var variance = 0.0
  /// How many those are.
  package private(set) var tested: UInt32 = 0
  /// Calls in which something was dropped though nothing may be: in evaluation, or at p 0.
  package private(set) var impossible: UInt32 = 0
  /// Training calls of which it is not known how many were kept, or how many should be.
  package private(set) var unknown: UInt32 = 0
  /// Training calls in which nothing is left to chance: p is 0 or 1.
  package private(set) var certain: UInt32 = 0
  /// Calls in evaluation, in which nothing was dropped.
  package private(set) var evaluated: UInt32 = 0

  /// No call.
  package init() {}

  /// How many standard deviations all calls together lie from what is expected, Σz / √m: healthy
  /// looks the same for one call and for a thousand, and a small bias grows.
  package var sigma: Double? { tested > 0 ? sigmas / Double(tested).squareRoot() : nil }

  /// (Σk − Σnq) / √(Σnqp), where large calls count for more.
  package var total: Double? { variance > 0 ? excess / variance.squareRoot() : nil }

  /// How many calls the site ran in.
  package var calls: Int {
    Int(tested) + Int(impossible) + Int(unknown) + Int(certain) + Int(evaluated)
  }

  package static func += (a: inout KeptStretch, b: KeptStretch) {
    a.sigmas += b.sigmas
    a.excess += b.excess
    a.variance += b.variance
    a.tested &+= b.tested
    a.impossible &+= b.impossible
    a.unknown &+= b.unknown
    a.certain &+= b.certain
    a.evaluated &+= b.evaluated
  }

  package static func - (a: KeptStretch, b: KeptStretch) -> KeptStretch {
    var rest = a
    rest.sigmas -= b.sigmas
    rest.excess -= b.excess
    rest.variance -= b.variance
    rest.tested &-= b.tested
    rest.impossible &-= b.impossible
    rest.unknown &-= b.unknown
    rest.certain &-= b.certain
    rest.evaluated &-= b.evaluated
    return rest
  }
}

extension KeptStretch {
  /// A call as a whole: in evaluation, or not.
  package init(whole call: ForwardCall) { self.init(phase: call.phase) }

  /// One call of that phase, of which nothing else is said.
  package init(phase: Phase) {
    if phase == .eval { evaluated = 1 } else { unknown = 1 }
  }

  /// What one call says of the mean after the mask, beside the mean that theory expects of it: the
  /// ratio of after to before, which is scaled by the same number on both sides.
  package init(ratio reading: SiteReading) {
    if let sigma = reading.after.sigma, reading.isTraining, sigma.isFinite {
      sigmas = min(max(sigma, -1e6), 1e6)
      tested = 1
    } else if reading.after.isOff {
      impossible = 1
    } else if reading.after.measured == nil || reading.after.expected == nil {
      unknown = 1
    } else if reading.isTraining {
      certain = 1
    } else {
      evaluated = 1
    }
  }

  /// The runs of one site in one call, taken together.
  package struct Reading {
    private var tally = KeptTally()
    private var isImpossible = false
    private var isUnknown = false
    private var isCertain = false

    package init() {}

    /// - Parameter phase: of the call, where the site has none of its own.
    package mutating func take(_ site: SiteCall, in phase: Phase, law: DrawLaw) {
      let isWhole = site.keptShare == 1 && (law == .elements || site.drawn != nil)
      take(
        site.phase ?? phase, rate: site.rate.map { ($0, $0.drawn(by: site.dialect)) },
        drawn: site.keptDecisions, all: isWhole ? site.possibleDraws : nil,
        keptShare: site.keptShare, law: law)
    }

    /// - Parameter draws: how many decisions a run has, where the point does not say.
    package mutating func take(_ point: SitePoint, in phase: Phase, draws: Int?, law: DrawLaw) {
      take(
        point.phase ?? phase, rate: point.rate.map { ($0, $0.value) }, drawn: point.decisions,
        all: point.keptShare == 1 ? draws : nil, keptShare: point.keptShare, law: law)
    }

    /// Where nothing was drawn and all was kept, every decision that the rate asks for came out as
    /// kept: that is how a site that never drops is seen.
    private mutating func take(
      _ phase: Phase, rate: (told: Rate, drawn: Double?)?, drawn: KeptCount?, all: Int?,
      keptShare: Double?, law: DrawLaw
    ) {
      let drops = drawn.map { $0.kept < $0.of } ?? keptShare.map { $0 < 1 }
      if phase == .eval {
        if drops == true { isImpossible = true }
      } else if let rate = rate?.told.value, rate <= 0 || rate >= 1 {
        if rate <= 0, drops == true { isImpossible = true }
        if drops == nil { isUnknown = true } else { isCertain = true }
      } else if let rate = rate?.drawn, law.isIndependent,
        let count = drawn ?? all.map({ KeptCount(kept: $0, of: $0) }), count.of > 0
      {
        tally.add(kept: count.kept, drawn: count.of, rate: rate)
      } else {
        isUnknown = true
      }
    }

    package var stretch: KeptStretch {
      var stretch = KeptStretch()
      if isImpossible {
        stretch.impossible = 1
      } else if let sigma = tally.sigma, sigma.isFinite {
        // What no sum is worth, a hostile record may say all the same.
        stretch.sigmas = min(max(sigma, -1e6), 1e6)
        stretch.excess = tally.kept - tally.expected
        stretch.variance = tally.variance
        stretch.tested = 1
      } else if isUnknown {
        stretch.unknown = 1
      } else if isCertain {
        stretch.certain = 1
      } else {
        stretch.evaluated = 1
      }
      return stretch
    }
  }
}

extension SiteCall {
  /// How many decisions would be drawn, as far as shapes tell; nil where they are beyond counting.
  fileprivate var possibleDraws: Int? {
    guard let count = drawnCount, count < .max else { return nil }
    return count
  }
}
