import FoundationEssentials
import Sessions
import Terminal

extension Surroundings {
  /// What the program itself runs in.
  static let program = Surroundings(
    app: "dropscope \(Version.number)", now: { Monotonic.now() },
    date: { Date.now.ISO8601Format() })
}
