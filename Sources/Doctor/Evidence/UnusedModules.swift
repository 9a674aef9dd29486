import DropoutEngine

/// Dropout modules that a model holds and that have not run.
///
/// Whether what holds them ran without them only the record can say (`unused`): a module that makes
/// its mask where nobody sees it has no site either, and has run.
struct UnusedModules: Sendable {
  /// Training calls with gradients after which a module that has not run never does: where its parent
  /// ran without it, and where nothing is known of that.
  static let patience = 8
  static let longPatience = 100

  private var waiting: Set<String> = []
  /// Calls that name a module as unused.
  private var named: [String: Int] = [:]
  private var drewUnseen = false
  /// Training calls so far.
  private(set) var calls = 0

  init(_ modules: [ModuleHeader]) {
    waiting = Set(modules.filter { ($0.rate?.value ?? 0) > 0 }.map(\.name))
  }

  /// Takes a call of the lane.
  mutating func take(_ call: ExaminedCall) {
    guard !waiting.isEmpty else { return }
    if !call.call.unseen.isEmpty { drewUnseen = true }
    for site in call.sites { waiting.remove(site.name) }
    for name in call.call.unused where waiting.contains(name) { named[name, default: 0] += 1 }
    if call.call.phase == .train, call.call.grad != false { calls += 1 }
  }

  /// Those that have not run for long enough, and whether what holds them has.
  var found: [(name: String, hasParentRun: Bool)] {
    guard !drewUnseen, calls >= Self.patience else { return [] }
    return waiting.sorted().compactMap { name in
      if named[name, default: 0] > 1 { return (name, true) }
      return calls >= Self.longPatience ? (name, false) : nil
    }
  }
}
