import DropoutEngine

extension ScreenState {
  /// Sends a request to the timeline, or lets it wait for its turn.
  mutating func ask(_ request: Request) -> [Effect] {
    playback.enqueue(request)
    return playback.isWaiting ? [] : sendNext()
  }

  /// Sends the first waiting request that asks for something.
  mutating func sendNext() -> [Effect] {
    while !playback.queue.isEmpty {
      let request = playback.queue.removeFirst()
      if let effect = effect(of: request) {
        playback.outstanding = request
        return [effect]
      }
    }
    return []
  }

  /// What a request comes to at the call on screen; nil when it changes nothing.
  func effect(of request: Request) -> Effect? {
    switch request {
    case .play(let count): count.map { .advance($0) } ?? .advanceFor(seconds: 0.03)
    case .step(let count): effect(ofStep: count)
    case .seek(let number): .seek(number)
    case .newest: .seekNewest
    case .change(let change): .change(change, inPlace: !playback.isPlaying)
    case .mark(let number): .mark(number)
    case .restart(let newSeed): .restart(newSeed: newSeed)
    }
  }

  private func effect(ofStep count: Int) -> Effect? {
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
