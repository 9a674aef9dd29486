#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The clock of the loop: it never goes back.
package enum Monotonic {
  /// Seconds since some fixed moment before the process started.
  package static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
