import PlainText

/// The first thing in which a recorded call differs from the same call simulated again.
public struct Mismatch: Sendable, Equatable {
  /// The call; nil for the session record.
  public var call: Int?
  /// The site's name, where it is about one.
  public var site: String?
  /// What differs: `mask, element 7`, or a key of the log such as `before.mean`.
  public var what: String
  /// What the log has.
  public var recorded: String
  /// What the simulation gives.
  public var simulated: String

  /// One line; text from the log is made fit for a terminal.
  public var description: String {
    let place = call.map { "call \($0)" } ?? "session record"
    let site = self.site.map { ", layer \(plain($0))" } ?? ""
    return "\(place)\(site), \(what): the log has \(plain(recorded)), "
      + "the simulation \(plain(simulated))"
  }
}
