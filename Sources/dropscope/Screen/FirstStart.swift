import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Whether a person opens the screen for the first time, as far as a small file remembers it.
struct FirstStart {
  /// What remembers it; nil where nothing should: in CI, and without a place for it.
  let path: String?

  /// - Parameter environment: looked up by name.
  init(environment: (String) -> String? = FirstStart.variable) {
    func set(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    let state = set("XDG_STATE_HOME") ?? set("HOME").map { $0 + "/.local/state" }
    // A path that is relative is to be ignored, as XDG's words are.
    let isUsable = set("CI") == nil && state?.hasPrefix("/") == true
    path = isUsable ? state.map { $0 + "/dropscope/seen" } : nil
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// True once: where it cannot be remembered, never.
  func isNew() -> Bool {
    guard let path, let slash = path.lastIndex(of: "/") else { return false }
    let folder = String(path[..<slash])
    if let parent = folder.lastIndex(of: "/") { mkdir(String(folder[..<parent]), 0o700) }
    mkdir(folder, 0o700)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    close(file)
    return true
  }
}
