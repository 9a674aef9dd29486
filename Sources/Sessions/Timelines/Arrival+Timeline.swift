package import DropoutEngine
package import Interface

extension Arrival {
  /// What a screen shows of a call, and what surrounds it; nil where no session is known.
  ///
  /// - Parameter needs: what the view on screen needs beyond the call.
  package init?(_ call: ForwardCall, of timeline: inout some Timeline, needs: Needs = []) {
    guard let header = timeline.header(at: call.number) else { return nil }
    self.init(
      header: header, call: call, points: timeline.points(endingAt: call.number),
      annotations: timeline.annotations, newest: timeline.newest, last: timeline.last(),
      kind: timeline.kind, overview: timeline.overview)
    trace = timeline.trace
    offers = timeline.offers
    ranks = timeline.beside(call, isWhole: needs.contains(.otherRanks))
  }
}
