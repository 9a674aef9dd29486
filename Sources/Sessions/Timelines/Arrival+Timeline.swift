package import DropoutEngine
package import Interface

extension Arrival {
  /// What a screen shows of a call, and what surrounds it; nil where no session is known.
  package init?(_ call: ForwardCall, of timeline: inout some Timeline) {
    guard let header = timeline.header(at: call.number) else { return nil }
    self.init(
      header: header, call: call, points: timeline.points(endingAt: call.number),
      annotations: timeline.annotations, newest: timeline.newest, last: timeline.last(),
      kind: timeline.kind, overview: timeline.overview)
    trace = timeline.trace
  }
}
