import DropoutEngine

/// What the timeline is asked for, one at a time; every one is answered by an arrival.
enum Request: Equatable, Sendable {
  /// So many calls, because the clock says so; nil as many as go in a frame.
  case play(Int?)
  /// So many calls on or back from the call that is on screen when it is sent.
  case step(Int)
  case seek(Int)
  case newest
  case change(SettingChange)
  case mark(Int)
  case restart(newSeed: Bool)

  /// Whether it takes the screen to another call, and nothing else.
  var isMove: Bool {
    switch self {
    case .play, .step, .seek, .newest: true
    case .change, .mark, .restart: false
    }
  }
}

extension Playback {
  /// Lets a request wait, merged with those that wait already where that comes to the same.
  mutating func enqueue(_ request: Request) {
    switch request {
    case .play:
      break
    case .step(let count):
      enqueueStep(count)
    case .seek, .newest:
      while let last = queue.last, last.isMove { queue.removeLast() }
      queue.append(request)
    case .change(let change):
      enqueueChange(change)
    case .mark:
      if queue.last != request { queue.append(request) }
    case .restart:
      queue = [request]
    }
  }

  private mutating func enqueueStep(_ count: Int) {
    switch queue.last {
    case .step(let before): queue[queue.count - 1] = .step(before + count)
    case .seek(let number): queue[queue.count - 1] = .seek(max(1, number + count))
    default: queue.append(.step(count))
    }
  }

  /// A change replaces a waiting one of the same setting, if nothing but changes stands between.
  private mutating func enqueueChange(_ change: SettingChange) {
    for index in queue.indices.reversed() {
      guard case .change(let waiting) = queue[index] else { break }
      if waiting.isSameSetting(as: change) {
        queue[index] = .change(change)
        return
      }
    }
    queue.append(.change(change))
  }

  /// The changes that were asked for and are not answered yet, oldest first.
  var askedChanges: [SettingChange] {
    let outstanding = outstanding.map { [$0] } ?? []
    return (outstanding + queue).compactMap {
      guard case .change(let change) = $0 else { return nil }
      return change
    }
  }
}
