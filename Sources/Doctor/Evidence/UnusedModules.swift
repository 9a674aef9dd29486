import DropoutEngine

/// Dropout modules that a model holds and that have not run, beside parts of it that have.
///
/// A module's parent has run where the record says so (`unused`), or where a site in it, or the parent
/// itself as a root, is on record. A parent that hands the rate of such a module to a function, as attention does with its dropout_p,
/// has used it.
struct UnusedModules: Sendable {
  /// Training calls with gradients after which a module that has not run never does.
  static let patience = 16

  private var waiting: [String: Double] = [:]
  private var ran: [String: Set<Double>] = [:]
  private var roots: Set<String> = []
  /// Calls that name a module as unused.
  private var named: [String: Int] = [:]
  private var drewUnseen = false
  /// Training calls so far.
  private(set) var calls = 0

  init() {}

  init(_ modules: [ModuleHeader]) {
    for module in modules {
      guard let rate = module.rate?.value, rate > 0 else { continue }
      waiting[module.name] = rate
    }
  }

  /// Takes a call of the lane.
  mutating func take(_ call: ExaminedCall) {
    guard !waiting.isEmpty else { return }
    if !call.call.unseen.isEmpty { drewUnseen = true }
    for site in call.sites {
      waiting[site.site.name] = nil
      guard ran.count < 4096 || ran[site.site.name] != nil else { continue }
      let rate = site.site.rate?.value
      if ran[site.site.name, default: []].count < 8 {
        ran[site.site.name, default: []].formUnion(rate.map { [$0] } ?? [])
      }
    }
    for name in call.call.unused where waiting[name] != nil { named[name, default: 0] += 1 }
    guard call.call.phase == .train, call.call.grad != false else { return }
    calls += 1
    if roots.count < 256 { roots.insert(call.call.root ?? "") }
  }

  /// Those that have not run, and whether their parent has.
  var found: [(name: String, hasParentRun: Bool)] {
    guard !drewUnseen else { return [] }
    return waiting.sorted { $0.key < $1.key }.compactMap { name, rate in
      let parent = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
      if named[name, default: 0] > 1 { return (name, true) }
      return isUsed(by: parent, rate: rate) ? nil : (name, hasRun(parent))
    }
  }

  private func hasRun(_ parent: String) -> Bool {
    if roots.contains(parent) { return true }
    guard parent.isEmpty else {
      return ran.keys.contains { Self.isInside(parent, $0) }
    }
    // The root of all goes by the name of its class, and the others by their paths.
    let paths = Array(ran.keys) + Array(waiting.keys)
    return roots.contains { root in !paths.contains { Self.isInside(root, $0) } }
  }

  /// Whether a function that the parent calls itself drops at the module's rate.
  private func isUsed(by parent: String, rate: Double) -> Bool {
    ran.contains { name, rates in
      guard rates.contains(rate) else { return false }
      if parent.isEmpty { return name.contains(":") && !name.contains("@") }
      return name == parent || name.hasPrefix(parent + "@")
    }
  }

  private static func isInside(_ parent: String, _ name: String) -> Bool {
    name == parent || name.hasPrefix(parent + ".") || name.hasPrefix(parent + "@")
  }
}
