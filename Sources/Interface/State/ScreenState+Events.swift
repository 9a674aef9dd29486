/// When the next tick is due, in seconds on the loop's clock; nil when nothing will happen by
/// itself, and the loop need not wake up. A time that has passed means at once.
package func nextDeadline(_ state: ScreenState) -> Double? {
  let playback = state.playback
  var call: Double?
  if !playback.isWaiting {
    let isDue = playback.isPlaying && !state.awaitsGrowth
    call = state.arrival == nil ? 0 : isDue ? playback.due ?? 0 : nil
  }
  return [call, state.notice?.until, state.themeChoice?.until].compactMap(\.self).min()
}

extension ScreenState {
  /// Takes an event that is no key into the state and says what is to be done for it.
  mutating func take(_ event: Event, at now: Double) -> [Request] {
    switch event {
    case .key, .mouse: break
    case .ground(let color): choose(themeFor: color, at: now)
    case .resized(let size): self.size = size
    case .tick: return tick(at: now)
    case .arrived(let arrival): return arrive(arrival)
    case .grew(let growth): return grow(growth)
    case .ranks(let ranks): take(ranks)
    case .answered(let answer): inquired.take(answer)
    case .outdated: return renew()
    case .examined(let conclusion): self.conclusion = conclusion
    case .seeking(let share): seeking = min(max(share, 0), 1)
    case .recording(let status): record(status, at: now)
    case .notice(let text): show(text, at: now)
    case .resumed: playback.due = nil
    case .terminated(let signal): return [.quit(128 + signal)]
    }
    return []
  }

  /// How long a notice stays, in seconds.
  private static let noticeTime = 4.0

  mutating func show(_ text: String, at now: Double) {
    notice = Notice(text: text, until: now + ScreenState.noticeTime)
  }

  /// The first tick asks for the first call; later ones for what is due.
  fileprivate mutating func tick(at now: Double) -> [Request] {
    if let notice, notice.until <= now { self.notice = nil }
    if let choice = themeChoice, choice.until <= now { themeChoice = nil }
    if arrival == nil {
      guard !playback.isWaiting else { return [] }
      return ask(playback.isFollowing ? .seekNewest : .seek(playback.start))
    }
    guard !awaitsGrowth, let request = playback.tick(at: now, follows: isFollowingGrowth) else {
      return []
    }
    playback.outstanding = request
    return [request]
  }

  fileprivate mutating func arrive(_ arrival: Arrival) -> [Request] {
    self.arrival = arrival
    coverAxes(arrival.call)
    seeking = nil
    playback.outstanding = nil
    if isAtLast { playback.pause() }
    clampSelection()
    return sendNext()
  }

  /// Takes the theme for a dark or a light ground, where the answer comes in time.
  fileprivate mutating func choose(themeFor ground: Color, at now: Double) {
    guard let choice = themeChoice, now < choice.until else { return }
    theme = ground.isLight ? choice.light : choice.dark
    themeChoice = nil
  }

  fileprivate mutating func record(_ status: RecordingStatus, at now: Double) {
    recording = status
    switch status {
    case .off: break
    case .on(let name): show("recording to \(name)", at: now)
    case .saved(let name):
      recording = .off
      show("recorded to \(name)", at: now)
    case .failed(let name, let reason):
      show("recording to \(name) stopped: \(reason)", at: now)
    }
  }
}
