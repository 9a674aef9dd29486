#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A progress bar on stderr, where that is a terminal; nothing elsewhere.
struct Progress {
  private static let width = 30
  private let total: Int
  private let unit: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var next: ContinuousClock.Instant
  private var hasDrawn = false

  /// - Parameter unit: what is counted.
  init(of total: Int, unit: String = "calls") {
    self.total = total
    self.unit = unit
    // Short runs show none.
    next = clock.now + .milliseconds(250)
  }

  /// Shows that so many are done, ten times a second at most.
  mutating func show(_ done: Int) {
    guard isShown, done & 15 == 0, clock.now >= next else { return }
    next = clock.now + .milliseconds(100)
    hasDrawn = true
    let filled = done * Self.width / max(total, 1)
    let bar = String(repeating: "#", count: filled)
    let rest = String(repeating: "-", count: Self.width - filled)
    draw("\r[\(bar)\(rest)] \(done)/\(total) \(unit)\u{1b}[K")
  }

  /// Takes the bar away.
  func end() {
    if hasDrawn { draw("\r\u{1b}[K") }
  }

  private func draw(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
