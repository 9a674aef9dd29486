import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Whether someone asked a command without a screen to stop.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// The signal that came, if one did.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Takes note of SIGINT, SIGTERM and SIGHUP from now on, so that a log gets its end.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      #if canImport(Darwin)
      Darwin.signal(number) { received.store($0, ordering: .relaxed) }
      #else
      Glibc.signal(number) { received.store($0, ordering: .relaxed) }
      #endif
    }
  }
}
