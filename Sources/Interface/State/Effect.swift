package import DropoutEngine

/// What the screen wants done; `update` returns them and the loop carries them out.
///
/// A request that is "answered by `arrived`" is answered even when it changed nothing: no call
/// follows, none of that number exists, or the timeline is a record that no setting can change. The
/// answer is then the call on screen, at once. Until it comes no other request is made, but for
/// `cancel`.
package enum Effect: Sendable, Equatable {
  /// Hand out the call so many further on, and compute all in between. Answered by `arrived`.
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
  /// Mark the call on screen. Answered by `arrived`.
  case mark(Int)
  /// Stop working on the request that is under way and hand out the call reached so far. The
  /// `arrived` that answers it answers the request.
  case cancel
  case startRecording
  case stopRecording
  case suspend
  case repaint
  /// Leave with that exit code.
  case quit(Int32)
}
