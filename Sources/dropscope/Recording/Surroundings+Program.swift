import Sessions
import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension Surroundings {
  /// What the program itself runs in.
  static let program = Surroundings(
    app: "dropscope \(Version.number)", now: { Monotonic.now() },
    date: { universalTime() })
}

/// The time of now as logs tell it: `2026-11-28T04:18:09Z`.
private func universalTime() -> String {
  var seconds = time(nil)
  var parts = tm()
  gmtime_r(&seconds, &parts)
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
    guard let start = text.baseAddress,
      strftime(start, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0
    else { return "" }
    return String(cString: start)
  }
}
