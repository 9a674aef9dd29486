/// What a site's training draws over a session add up to, in standard deviations.
///
/// Given the calls before it each call's z has mean 0 and variance 1, also while weights learn, so
/// that Σz / √T over T calls says how surprising the session is.
public struct SiteTally: Sendable, Equatable {
  /// Σz of T calls.
  public struct Sum: Sendable, Equatable {
    private var sum = 0.0
    /// T.
    public private(set) var calls = 0

    /// Σz / √T; nil before the first.
    public var sigma: Double? { calls > 0 ? sum / Double(calls).squareRoot() : nil }

    /// Takes a call's z; nil, or one that is not finite, says nothing.
    mutating func add(_ z: Double?) {
      guard let z, z.isFinite else { return }
      sum += z
      calls += 1
    }
  }

  /// How many draws kept.
  public private(set) var kept = KeptTally()
  /// The same where draws hang together, each call by what its kind expects.
  private var clustered = Sum()
  /// The mean after the mask.
  public private(set) var masked = Sum()
  /// The mean after the factor.
  public private(set) var after = Sum()
  /// The spread after the factor.
  public private(set) var spread = Sum()
  /// Zeros after the factor.
  public private(set) var zeros = Sum()

  /// How surprising it is how many draws kept.
  public var keptSigma: Double? { kept.sigma ?? clustered.sigma }

  /// No calls yet.
  public init() {}

  /// Takes a call in which the site was to draw.
  public mutating func add(_ reading: SiteReading, rate: Rate?) {
    guard reading.isTraining else { return }
    // Kinds that multiply by factors keep all, whatever the rate.
    let dropsNone = reading.kept.expected.map { $0.mean == Double(reading.draws ?? 0) } ?? false
    if reading.hangsTogether {
      clustered.add(reading.kept.sigma)
    } else if let rate, let measured = reading.kept.measured, let draws = reading.draws,
      !dropsNone || rate == .zero
    {
      kept.add(kept: Int(measured), drawn: draws, rate: rate.value)
    }
    masked.add(reading.masked.sigma)
    after.add(reading.after.sigma)
    spread.add(reading.spread.sigma)
    zeros.add(reading.zeros.sigma)
  }
}

/// The tallies of all sites of a session; the runs of a site count together, recomputations do not.
public struct SessionTally: Sendable, Equatable {
  /// Beyond so many sites further ones are left out.
  public static let limit = 4096
  private var entries: [String: Entry] = [:]

  private struct Entry: Equatable {
    var tally = SiteTally()
    var kind: String?
    /// How many sites the session knew of when the kind was looked up.
    var known = -1
  }

  /// No calls yet.
  public init() {}

  /// The tally of the site of that name; nil where it never was to draw.
  public func site(_ name: String) -> SiteTally? { entries[name]?.tally }

  /// Takes a call.
  ///
  /// - Parameter header: tells the kinds of sites.
  public mutating func add(_ call: ForwardCall, of header: SessionHeader) {
    for site in call.sites where !site.isRecomputed {
      guard site.phase ?? call.phase == .train else { continue }
      var entry = entries[site.name] ?? Entry()
      if entry.kind == nil, entry.known != header.sites.count {
        guard entry.known >= 0 || entries.count < Self.limit else { continue }
        entry.kind = header.site(site.name)?.kind
        entry.known = header.sites.count
      }
      entry.tally.add(SiteReading(site, of: call, kind: entry.kind), rate: site.rate)
      entries[site.name] = entry
    }
  }
}
