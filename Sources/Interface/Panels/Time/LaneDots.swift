import DropoutEngine

/// What each dot column of a lane shows of a site: what its calls say of how many were kept, and how
/// many of all calls there were in evaluation.
///
/// Calls that were looked at are pooled; of those that were not, what a few of them say.
struct LaneDots {
  private(set) var site: [KeptStretch]
  /// The same for the calls as a whole.
  private(set) var calls: [KeptStretch]
  /// The law of its draws.
  let law: DrawLaw

  /// - Parameter draws: how many decisions a run of the site has, where a point does not say.
  /// - Complexity: O(columns · log calls), and the points of calls that were not looked at.
  init(_ arrival: Arrival, _ axis: CallAxis, site name: String?, draws: Int?) {
    let columns = 2 * axis.width
    let trace = arrival.trace
    law = name.map(trace.law) ?? .elements
    site = Array(repeating: KeptStretch(), count: columns)
    calls = site
    for column in 0..<columns {
      let range = axis.calls(in: column, of: columns)
      guard range.lowerBound <= trace.last else { break }
      let known = range.clamped(to: range.lowerBound...trace.last)
      calls[column] = trace.stretch(of: nil, in: known)
      if let name { site[column] = trace.stretch(of: name, in: known) }
    }
    guard axis.last > trace.last else { return }
    for call in CallHistory.calls(arrival, after: max(trace.last, axis.first - 1))
    where call.number <= axis.last {
      let whole = KeptStretch(phase: call.phase)
      let kept = name.flatMap { LaneDots.reading(of: $0, in: call, draws, law)?.stretch }
      for column in axis.places(call.number, of: columns) {
        calls[column] += whole
        if let kept { site[column] += kept }
      }
    }
  }

  /// What the calls say of the mean after a site's mask, beside the one before.
  init(ratiosOf history: TimeHistory, _ axis: CallAxis) {
    let columns = 2 * axis.width
    law = .elements
    site = (0..<columns).map { column in
      history.rows(of: axis.calls(in: column, of: columns)).reduce(into: KeptStretch()) {
        $0 += history.rows[$1].ratio
      }
    }
    calls = site
  }

  /// What all calls say of a site that were looked at, and those of the others that are known.
  static func session(_ arrival: Arrival, site name: String, draws: Int?) -> KeptStretch {
    let trace = arrival.trace
    var whole = trace.stretch(of: name, in: 1...max(1, trace.last))
    guard max(arrival.newest, arrival.call.number) > trace.last else { return whole }
    for call in CallHistory.calls(arrival, after: trace.last) {
      if let reading = reading(of: name, in: call, draws, trace.law(of: name)) {
        whole += reading.stretch
      }
    }
    return whole
  }

  private static func reading(
    of name: String, in call: CallPoint, _ draws: Int?, _ law: DrawLaw
  ) -> KeptStretch.Reading? {
    var reading: KeptStretch.Reading?
    for entry in call.sites where entry.id.name == name && !entry.id.isRecomputed {
      reading = reading ?? KeptStretch.Reading()
      reading?.take(entry, in: call.phase, draws: draws, law: law)
    }
    return reading
  }

  /// Whether nothing was drawn in a cell because all was in evaluation: of the site where it ran,
  /// else of the calls.
  func isEval(cell: Int) -> Bool {
    let (site, calls) = (pair(site, cell), pair(calls, cell))
    if site.calls > 0 { return Int(site.evaluated) + Int(site.impossible) == site.calls }
    return calls.calls > 0 && Int(calls.evaluated) == calls.calls
  }

  /// Whether the site ran in a cell and nothing is known of what it kept.
  func isUnknown(cell: Int) -> Bool {
    let site = pair(site, cell)
    return site.unknown > 0 && site.tested == 0 && site.impossible == 0
  }

  /// All columns as one.
  var whole: KeptStretch {
    site.reduce(into: KeptStretch()) { $0 += $1 }
  }

  private func pair(_ stretches: [KeptStretch], _ cell: Int) -> KeptStretch {
    guard stretches.indices.contains(2 * cell + 1) else { return KeptStretch() }
    var pair = stretches[2 * cell]
    pair += stretches[2 * cell + 1]
    return pair
  }
}
