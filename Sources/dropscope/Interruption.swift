import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

private let received = Atomic<Int32>(0)

/// Whether someone asked a command without a screen to stop.
enum Interruption {
  /// The signal that came, if one did.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Lets a closed pipe and a file's size limit come back as errors of `write`, not as signals.
  static func ignoreWriteSignals() {
    for number in [SIGPIPE, SIGXFSZ] { install(SIG_IGN, for: number) }
  }

  /// Takes note of SIGINT, SIGTERM and SIGHUP from now on, so that a log gets its end.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      install({ received.store($0, ordering: .relaxed) }, for: number)
    }
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for number: Int32
  ) {
    #if canImport(Darwin)
    Darwin.signal(number, handler)
    #else
    Glibc.signal(number, handler)
    #endif
  }
}
