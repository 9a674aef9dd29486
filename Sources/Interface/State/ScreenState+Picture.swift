extension ScreenState {
  /// Whether both states draw the same frame: the clock and the requests that wait are not seen.
  package func looksLike(_ other: ScreenState) -> Bool {
    var mine = self
    var others = other
    mine.playback = playback.visible
    others.playback = other.playback.visible
    (mine.dragged, others.dragged) = (nil, nil)
    return mine == others
  }
}

extension Playback {
  /// What a frame shows of it: all but the clock, and of the requests only the changes asked for.
  fileprivate var visible: Playback {
    var visible = self
    visible.due = nil
    visible.owed = 0
    visible.outstanding = nil
    visible.queue = askedChanges.map { .change($0, inPlace: false) }
    return visible
  }
}
