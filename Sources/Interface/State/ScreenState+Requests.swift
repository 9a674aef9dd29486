import DropoutEngine

extension ScreenState {
  /// Sends a request to the timeline, or lets it wait for its turn.
  mutating func ask(_ request: Request) -> [Request] {
    playback.enqueue(request)
    return playback.isWaiting ? [] : sendNext()
  }

  /// Asks for a setting to change: for the call on screen while it stands still.
  mutating func ask(_ change: SettingChange) -> [Request] {
    ask(.change(change, inPlace: !playback.isPlaying))
  }

  /// Sends the first waiting request that asks for something.
  mutating func sendNext() -> [Request] {
    while !playback.queue.isEmpty {
      let request = playback.queue.removeFirst()
      if let sent = settled(request) {
        playback.outstanding = request
        return [sent]
      }
    }
    return []
  }

  /// What a request that waited comes to at the call on screen; nil when it changes nothing.
  private func settled(_ request: Request) -> Request? {
    switch request {
    case .advance(let count): settled(step: count)
    case .change(let change, _): .change(change, inPlace: !playback.isPlaying)
    default: request
    }
  }

  private func settled(step count: Int) -> Request? {
    guard let number = arrival?.call.number else { return nil }
    if count > 0 { return isAtLast ? nil : .advance(count) }
    let wanted = max(1, number + count)
    return wanted == number ? nil : .seek(wanted)
  }

  /// Whether no call will ever follow the one on screen.
  var isAtLast: Bool {
    guard let arrival, let last = arrival.last else { return false }
    return arrival.call.number >= last
  }
}
