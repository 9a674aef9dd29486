import DropoutEngine

/// A recording that is still read or still grows.
extension ScreenState {
  /// Whether the newest call of a log that grows is kept on screen.
  package var isFollowingGrowth: Bool {
    playback.isFollowing && playback.isPlaying && arrival?.kind == .growing
  }

  /// Whether play has come to the newest call of a log that grows: the clock rests until it does.
  var awaitsGrowth: Bool {
    guard let arrival, arrival.kind == .growing else { return false }
    return arrival.call.number >= arrival.newest
  }

  /// Takes note of calls that came; the clock then asks for them where it plays.
  mutating func grow(_ growth: Growth) -> [Request] {
    indexing = growth.share
    problem = growth.problem
    hasEnded = growth.hasEnded
    awaited = growth.awaited
    arrival?.newest = growth.newest
    arrival?.last = growth.last
    arrival?.annotations = growth.annotations
    arrival?.overview = growth.overview
    arrival?.trace = growth.trace
    if isAtLast { playback.pause() }
    return []
  }

  /// The same screen before another session's first call: what is of the person stays.
  package func turned(to start: Int, isPlaying: Bool) -> ScreenState {
    var other = ScreenState(size: size, look: look, themes: themes, theme: theme)
    (other.hasMouse, other.extents, other.lines) = (hasMouse, extents, lines)
    other.preferred = preferred
    other.aliases = aliases
    other.playback.rung = playback.rung
    other.playback.isPlaying = isPlaying
    other.playback.start = start
    other.view = view
    return other
  }

  /// Asks for the call on screen again, which is another one now.
  mutating func renew() -> [Request] {
    guard let arrival else { return [] }
    return ask(playback.isFollowing ? .seekNewest : .seek(arrival.call.number))
  }
}
