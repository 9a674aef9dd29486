import DropoutEngine
import Interface
import Sessions
import Terminal

/// Opens a session while another one is on screen.
struct SessionOpener {
  /// A session that is ready to be shown.
  struct Opened {
    var driver: DriverThread
    /// Its log, where it has one.
    var source: String?
    /// The call to begin with.
    var start: Int
    var isPlaying: Bool
    /// What to tell the person.
    var words: String
  }

  /// The timeline of a log.
  let log: (String) throws(Failure) -> LoggedTimeline
  /// The simulation that a log tells of, up to a call.
  let simulation: (String, Int) throws(Failure) -> SimulationTimeline

  func open(_ path: String, _ waker: Waker) throws(Failure) -> Opened {
    if let file = ForeignFile(path) { throw Failure(file.advice(path)) }
    let timeline = try log(path)
    return Opened(
      driver: thread(timeline, waker), source: path, start: 1, isPlaying: false,
      words: "opened \(path)")
  }

  /// - Parameter source: the log on screen; nil where it has no file, or several.
  func fork(_ source: String?, at number: Int, _ waker: Waker) throws(Failure) -> Opened {
    guard let source else {
      throw Failure("fork needs one log in a file: ranks and what comes through a pipe have none")
    }
    let timeline = SimulatedTimeline(try simulation(source, number))
    return Opened(
      driver: thread(timeline, waker), source: nil, start: number, isPlaying: false,
      words: "a simulation from call \(number) on: + and - change p")
  }

  private func thread(_ timeline: sending some Timeline, _ waker: Waker) -> DriverThread {
    DriverThread(SessionDriver(timeline, in: .program), wake: { waker.wake() })
  }
}
