import DropoutEngine
import PlainText
import Reports
import SessionLog
import Sessions

/// A recorded simulation that goes on as one: `what if p had been 0.2`.
enum Fork {
  /// The simulation that a log tells of, with the changes up to a call; nothing of it was run yet.
  ///
  /// - Throws: why it cannot be simulated, in a sentence.
  static func simulation(of path: String, at number: Int) throws(Failure) -> SimulationTimeline {
    var log = try LogOpening.whole(path).log
    while log.newest < number, log.hasMore { log.readOn() }
    guard let session = log.session else { throw Failure("\(path): it has no session record") }
    for (option, what) in [("weights", "weights"), ("input", "inputs")] {
      guard let name = session.option(option) else { continue }
      throw Failure(
        "cannot fork: its \(what) are those of \(plain(name)); dropscope --\(option) \(plain(name))"
          + " simulates with them")
    }
    do {
      var again = try Resimulation(try SimulationOptions(session))
      for annotation in log.annotations where annotation.number <= number {
        _ = try again.take(.annotation(annotation, ms: 0))
      }
      return again.timeline
    } catch {
      throw Failure("cannot fork: \(error.description)")
    }
  }
}
