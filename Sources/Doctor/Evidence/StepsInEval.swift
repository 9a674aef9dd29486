import DropoutEngine

/// Optimizer steps in a row that follow calls in which everything that could drop was in evaluation.
///
/// Such a call counts where gradients are on and may flow through a site, and where no word says that
/// the optimizer trains something else: a frozen part, a teacher, an input that is optimised in place
/// of weights. Calls without gradients are validation in between and say nothing; a call in which a
/// site is in training begins anew.
struct StepsInEval: Sendable {
  /// Steps that are enough where the root was trained with dropout before, or where the record says
  /// that its weights learn: a few batches may be an exception, sixteen are a habit.
  static let patience = 16
  /// Steps that are enough where nothing was trained with dropout so far, and the record says that
  /// the weights learn: a run of a few batches that began in evaluation.
  static let firstPatience = 6
  /// Steps that are enough where neither is known: about an epoch of a small set.
  static let longPatience = 100

  private var steps = 0
  private var step = -1
  private var first = 0
  private var trained: Set<String> = []
  private var hasTrained = false
  /// The sites that were in evaluation, as far as they are few.
  private(set) var sites: [String] = []
  /// The calls of the longest row that was too long.
  private(set) var found: (first: Int, last: Int)?

  /// Takes a call, with its sites whose rate is above zero.
  mutating func take(_ call: ForwardCall, sites dropping: [Sighting]) {
    let running = dropping.filter { !$0.isRecomputed }
    guard !running.isEmpty, call.grad == true else { return }
    let root = call.root ?? ""
    if running.contains(where: { ($0.site.phase ?? call.phase) == .train }) {
      if trained.count < 256 { trained.insert(root) }
      hasTrained = true
      (steps, step) = (0, -1)
      return
    }
    // A part in evaluation under a root in training may be frozen: without a word on gradients
    // nobody knows.
    let flows = running.contains {
      call.phase == .eval ? $0.site.grad != false : $0.site.grad == true
    }
    guard call.learns != false, flows, let now = call.step else { return }
    if steps == 0 { first = call.number }
    if now > step { steps += 1 }
    step = max(step, now)
    let isKnown = trained.contains(root) || call.learns == true
    let isFirst = !hasTrained && call.learns == true
    if steps >= (isFirst ? Self.firstPatience : isKnown ? Self.patience : Self.longPatience) {
      found = (found?.first ?? first, call.number)
      for site in running where sites.count < 64 && !sites.contains(site.name) {
        sites.append(site.name)
      }
    }
  }
}

/// The same for one site, inside a root that is in training.
struct StepsInInnerEval: Sendable {
  private var steps = 0
  private var step = -1
  private(set) var first = 0
  /// Whether only the dropout itself is in evaluation, and not what holds it, or has its weights.
  private(set) var isAlone = false
  /// Whether the steps are too many for an exception.
  var isTooLong: Bool { steps >= StepsInEval.patience }
  /// How many there are.
  var count: Int { steps }

  /// Takes a run of the site.
  ///
  /// - Parameter module: the class of its owner: one that does more than drop is a part of the network.
  mutating func take(_ site: SiteCall, in call: ForwardCall, module: String?) {
    guard call.phase == .train, call.grad == true, let now = call.step else { return }
    if site.phase == .train { (steps, step) = (0, -1) }
    guard site.phase == .eval, site.grad == true, call.learns != false else { return }
    if steps == 0 { first = call.number }
    if now > step { steps += 1 }
    step = max(step, now)
    let containers = (site.chain ?? "").dropLast()
    let owner = module?.lowercased() ?? ""
    let onlyDrops = owner.isEmpty || ["drop", "path", "depth"].contains { owner.contains($0) }
    isAlone = containers.last != "e" && onlyDrops
  }
}
