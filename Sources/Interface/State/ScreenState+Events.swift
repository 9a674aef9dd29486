/// Takes an event into the state and says what is to be done for it.
///
/// Pure: `now` is in seconds on the loop's monotonic clock. Whatever arrives, the state is valid
/// afterwards: layer, unit and sample are inside what the call on screen has.
package func update(_ state: inout ScreenState, _ event: Event, at now: Double) -> [Effect] {
  switch event {
  case .key(let key): return state.press(key, at: now)
  case .resized(let size): state.size = size
  case .tick: return state.tick(at: now)
  case .arrived(let arrival): return state.arrive(arrival)
  case .grew(let growth): return state.grow(growth)
  case .outdated: return state.renew()
  case .seeking(let share): state.seeking = min(max(share, 0), 1)
  case .recording(let status): state.record(status, at: now)
  case .notice(let text): state.show(text, at: now)
  case .resumed: state.playback.due = nil
  case .terminated(let signal): return [.quit(128 + signal)]
  }
  return []
}

/// When the next tick is due, in seconds on the loop's clock; nil when nothing will happen by
/// itself, and the loop need not wake up. A time that has passed means at once.
package func nextDeadline(_ state: ScreenState) -> Double? {
  let playback = state.playback
  var call: Double?
  if !playback.isWaiting {
    let isDue = playback.isPlaying && !state.awaitsGrowth
    call = state.arrival == nil ? 0 : isDue ? playback.due ?? 0 : nil
  }
  return [call, state.notice?.until].compactMap(\.self).min()
}

extension ScreenState {
  /// How long a notice stays, in seconds.
  private static let noticeTime = 4.0

  mutating func show(_ text: String, at now: Double) {
    notice = Notice(text: text, until: now + ScreenState.noticeTime)
  }

  /// The first tick asks for the first call; later ones for what is due.
  fileprivate mutating func tick(at now: Double) -> [Effect] {
    if let notice, notice.until <= now { self.notice = nil }
    if arrival == nil {
      guard !playback.isWaiting else { return [] }
      return ask(playback.isFollowing ? .newest : .seek(playback.start))
    }
    guard !awaitsGrowth, let request = playback.tick(at: now, follows: isFollowingGrowth) else {
      return []
    }
    playback.outstanding = request
    return [effect(of: request)].compactMap(\.self)
  }

  fileprivate mutating func arrive(_ arrival: Arrival) -> [Effect] {
    self.arrival = arrival
    seeking = nil
    playback.outstanding = nil
    if isAtLast { playback.pause() }
    clampSelection()
    return sendNext()
  }

  fileprivate mutating func record(_ status: RecordingStatus, at now: Double) {
    recording = status
    if case .failed(let name, let reason) = status {
      show("recording to \(name) stopped: \(reason)", at: now)
    }
  }
}
