import DropoutEngine
import Interface

// A session of several ranks: one is on screen, and the others beside it.
extension SessionDriver {
  /// Seconds from one report on the ranks to the next.
  private static var pause: Double { 0.1 }

  /// Tells the screen how the other ranks stand beside its call, where that has changed.
  ///
  /// - Parameter isAsked: whether the screen needs more or less of them now.
  mutating func tellRanks(isAsked: Bool, _ post: (Event) -> Void) {
    let version = timeline.ranksVersion
    guard isAsked || version != ranksTold.version, let call = decisions.shown else { return }
    let now = surroundings.now()
    guard isAsked || now - ranksTold.at >= Self.pause,
      let ranks = timeline.beside(call, isWhole: needs.contains(.otherRanks))
    else { return }
    ranksTold = (version, now)
    post(.ranks(ranks))
  }

  /// Seconds until the screen should hear of the other ranks; nil where it knows all.
  var ranksWait: Double? {
    guard timeline.ranksVersion != ranksTold.version, decisions.shown != nil else { return nil }
    return max(0.001, ranksTold.at + Self.pause - surroundings.now())
  }

  /// Shows another lane, at the call that belongs to the one on screen; answers as a seek does.
  mutating func show(lane: Int, _ post: (Event) -> Void) {
    let current = decisions.shown
    let isOther = lane != timeline.reference
    let number = timeline.choose(lane: lane, beside: current)
    if isOther, number != nil { recording.stop(reason: "another rank is shown", post: post) }
    decide(.asked(.seek(number ?? current?.number ?? 1)), post)
  }
}
