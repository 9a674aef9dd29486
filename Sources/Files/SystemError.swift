#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says went wrong.
package struct SystemError: Error, Equatable {
  /// The value of `errno`.
  package var number: Int32

  package init(number: Int32) { self.number = number }

  /// The system's own words: `No space left on device`.
  package var reason: String { String(cString: strerror(number)) }
}
