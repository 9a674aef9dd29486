import DropoutEngine

extension ScreenState {
  /// Plays or pauses; at the end of a session it plays again from the first call.
  mutating func togglePlay() -> [Request] {
    if playback.isPlaying {
      playback.pause()
      return []
    }
    playback.play()
    return isAtLast ? ask(.seek(1)) : []
  }

  mutating func step(_ count: Int) -> [Request] {
    playback.pause()
    return ask(.advance(count))
  }

  /// Goes to a call by its number and stays there.
  mutating func visit(_ number: Int) -> [Request] {
    playback.pause()
    return seek(to: number)
  }

  /// Goes to a call by its number; play goes on from there.
  mutating func seek(to number: Int) -> [Request] {
    playback.isFollowing = false
    return interrupt() + ask(.seek(max(1, number)))
  }

  mutating func seekNewest(following: Bool) -> [Request] {
    playback.isFollowing = following
    if following { playback.play() }
    return interrupt() + ask(.seekNewest)
  }

  mutating func restart(newSeed: Bool) -> [Request] {
    interrupt() + ask(.restart(newSeed: newSeed))
  }

  mutating func restart(seed: UInt64) -> [Request] { interrupt() + ask(.reseed(seed)) }

  /// Goes to the next mark or first call of a finding (or the previous one), and says so when there
  /// is none.
  mutating func visitMark(_ direction: Int, at now: Double) -> [Request] {
    guard let arrival else { return [] }
    let number = destination ?? arrival.call.number
    let marks = arrival.annotations.filter(\.isMark).map(\.number) + findingStarts
    let found =
      direction > 0 ? marks.filter { $0 > number }.min() : marks.filter { $0 < number }.max()
    if let found { return visit(found) }
    let what = findingStarts.isEmpty ? "mark" : "mark or finding"
    show("no \(what) \(direction > 0 ? "after" : "before") call \(number)", at: now)
    return []
  }

  /// Zooms time in around the call on screen, and out again where it cannot be zoomed further.
  mutating func zoomTime(at now: Double) {
    let span = timeSpan.count
    if span > ScreenState.leastSpan {
      timeZoom += 1
    } else if timeZoom > 0 {
      timeZoom = 0
    } else {
      show("no more than \(ScreenState.leastSpan) calls: there is nothing to zoom into", at: now)
    }
  }

  /// Time is zoomed in to no fewer calls.
  private static let leastSpan = 20

  /// The calls that the time panel shows: all, or those around the one on screen.
  var timeSpan: ClosedRange<Int> {
    guard let arrival else { return 1...1 }
    let newest = max(1, arrival.newest, arrival.call.number)
    var span = newest
    for _ in 0..<max(0, min(timeZoom, 40)) {
      span = min(span, max(ScreenState.leastSpan, (span - 1) / 4 + 1))
    }
    let first = max(1, min(newest - span + 1, arrival.call.number - span / 2))
    return first...first + span - 1
  }

  /// The call that a seek under way will show.
  private var destination: Int? {
    guard case .seek(let number) = playback.queue.last ?? playback.outstanding else { return nil }
    return number
  }

  /// A long way to a call is given up for the sake of a new one.
  private func interrupt() -> [Request] { seeking == nil ? [] : [.cancel] }
}

extension Annotation {
  var isMark: Bool {
    if case .mark = kind { true } else { false }
  }
}
