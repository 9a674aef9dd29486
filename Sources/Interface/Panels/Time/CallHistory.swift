import DropoutEngine

/// The calls that a screen knows of: those before the one on screen, those of the whole session as
/// far as they were kept, and the one on screen.
enum CallHistory {
  /// By number, each call once; those after call `number` only.
  static func calls(_ arrival: Arrival, after number: Int = .min) -> [CallPoint] {
    var calls = merged(tail(arrival.overview, number), tail(arrival.points, number))
    let shown = arrival.call.number
    guard shown > number else { return calls }
    let place = calls.firstIndex { $0.number >= shown } ?? calls.count
    if place == calls.count || calls[place].number != shown {
      calls.insert(CallPoint(arrival.call), at: place)
    }
    return calls
  }

  private static func tail(_ points: [CallPoint], _ number: Int) -> [CallPoint] {
    guard let first = points.first, first.number <= number else { return points }
    return Array(points.suffix(points.reversed().prefix { $0.number > number }.count))
  }

  /// Two lists by number as one; where both have a call the second counts.
  private static func merged(_ a: [CallPoint], _ b: [CallPoint]) -> [CallPoint] {
    guard !a.isEmpty else { return b }
    var merged: [CallPoint] = []
    merged.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i].number < b[j].number) {
        merged.append(a[i])
        i += 1
      } else {
        if i < a.count, a[i].number == b[j].number { i += 1 }
        merged.append(b[j])
        j += 1
      }
    }
    return merged
  }

  /// How many training decisions kept. Where nothing was drawn and all was kept, every decision
  /// that the rate asks for came out as kept: that is how a site that never drops is seen.
  ///
  /// - Parameter drawn: how many decisions a run has, where the entry does not say.
  static func draws(_ entry: SitePoint, drawn: Int?) -> KeptCount? {
    if let decisions = entry.decisions { return decisions }
    guard entry.keptShare == 1, let drawn, drawn > 0, let rate = entry.rate, rate.value > 0 else {
      return nil
    }
    return KeptCount(kept: drawn, of: drawn)
  }
}
