package import DropoutEngine

/// What the screen asks for, from the key to the answer: `update` returns requests, and a session's
/// driver, or the owner of the terminal, does what they say.
///
/// A request that is "answered by `arrived`" is answered by exactly one, even when it changed
/// nothing: no call follows, none of that number exists, or the timeline is a record that no setting
/// can change. The answer is then the call on screen, at once. Until it comes no other request of
/// that kind is made.
package enum Request: Sendable, Equatable {
  /// Hand out the call so many further on, and pass through all in between. Answered by `arrived`.
  ///
  /// While it waits for its turn it may count back as well; it is then sent as a `seek`.
  case advance(Int)
  /// Advance as far as goes in so many seconds. Answered by `arrived`.
  case advanceFor(seconds: Double)
  /// Hand out the call of that number (from 1), the nearest there is. Answered by `arrived`.
  case seek(Int)
  /// Hand out the newest call. Answered by `arrived`.
  case seekNewest
  /// Change a setting. `inPlace`: the call on screen is simulated again under it; otherwise it
  /// holds from the next call on, which is handed out at once. Answered by `arrived`.
  case change(SettingChange, inPlace: Bool)
  /// Begin again at call 1 with the same seed, or a new one. Answered by `arrived`.
  case restart(newSeed: Bool)
  /// Begin again at call 1 with that seed. Answered by `arrived`.
  case reseed(UInt64)
  /// Mark the call on screen. Answered by `arrived`.
  case mark(Int)
  /// Accept what a rule found at a site, or everywhere: it no longer counts. Answered by `examined`.
  case accept(rule: String, site: String?)
  /// The view on screen needs that with each call from now on.
  case need(Needs)
  /// Work on that question of the view on screen beside the calls, or on none any more. Answered by
  /// `answered`, as often as more is known.
  case inquire(Inquired)
  /// Show that lane of several from now on, at the call that belongs to the one on screen. Answered
  /// by `arrived`.
  case showLane(Int)
  /// Stop working on the request that is under way and hand out the call reached so far. The
  /// `arrived` that answers it answers the request.
  case cancel
  case startRecording
  /// Record to a file of that name, which must not be there yet. Answered by `recording`.
  case record(to: String)
  case stopRecording
  /// Write the frame on screen to a new file, in the form that its name ends in.
  case screenshot(path: String)
  /// Show the session of another log instead of this one.
  case open(path: String)
  /// Go on as a simulation from that call of the recording on screen.
  case fork(at: Int)
  /// Put that text on the clipboard; `what` says what it is.
  case copy(text: String, what: String)
  /// Take the mouse, or leave it to the terminal.
  case mouse(Bool)
  case suspend
  case repaint
  /// Leave with that exit code.
  case quit(Int32)
}

extension Request {
  /// Whether it takes the screen to another call, and nothing else.
  var isMove: Bool {
    switch self {
    case .advance, .advanceFor, .seek, .seekNewest: true
    default: false
    }
  }
}

// What a person asks for while another request is under way.
extension Playback {
  /// Lets a request wait, merged with those that wait already where that comes to the same.
  mutating func enqueue(_ request: Request) {
    switch request {
    case .advance(let count): enqueueStep(count)
    case .seek, .seekNewest:
      while let last = queue.last, last.isMove { queue.removeLast() }
      queue.append(request)
    case .change(let change, _): enqueueChange(change, request)
    case .restart, .reseed: queue = [request]
    default: if queue.last != request { queue.append(request) }
    }
  }

  private mutating func enqueueStep(_ count: Int) {
    switch queue.last {
    case .advance(let before): queue[queue.count - 1] = .advance(before + count)
    case .seek(let number): queue[queue.count - 1] = .seek(max(1, number + count))
    default: queue.append(.advance(count))
    }
  }

  /// A change replaces a waiting one of the same setting, if nothing but changes stands between.
  private mutating func enqueueChange(_ change: SettingChange, _ request: Request) {
    for index in queue.indices.reversed() {
      guard case .change(let waiting, _) = queue[index] else { break }
      if waiting.isSameSetting(as: change) {
        queue[index] = request
        return
      }
    }
    queue.append(request)
  }

  /// The changes that were asked for and are not answered yet, oldest first.
  var askedChanges: [SettingChange] {
    let outstanding = outstanding.map { [$0] } ?? []
    return (outstanding + queue).compactMap {
      guard case .change(let change, _) = $0 else { return nil }
      return change
    }
  }
}
