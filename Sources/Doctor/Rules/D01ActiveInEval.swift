package import DropoutEngine

/// D01: masks are drawn in evaluation.
///
/// Test: an element was dropped while the site's owner is in eval. Nothing is left to chance, so
/// that its level is 0. Where the owner is in train inside a root in eval, it may be MC dropout on
/// purpose and is a note, unless the module is not in the model's tree or its container is in train
/// as well. Draws in train without gradients are a finding where the same root also trains with
/// them, or the same site within another root, or where nothing does, and a note elsewhere: also
/// where such calls are a part of training itself (``CallsWithoutGradients``). A container in train
/// below a root that is never trained as a whole, but learns, is a head on a frozen network.
package struct ActiveInEval: Rule {
  package static let about = RuleCard(
    id: "D01", name: "active-in-eval", found: "a mask is drawn in evaluation",
    passed: "nothing is drawn in evaluation",
    test: "an element is dropped while the site's owner is in evaluation",
    level: "0: no chance has a part in it")

  private enum Case: String {
    case eval, unregistered, chain, meant
  }

  private struct Root: Hashable {
    var lane: Int
    var name: String
  }

  private struct Seen {
    var counts: [Case: (first: Int, calls: Int)] = [:]
    var last = 0
    var root = ""
    var withoutGradients: (root: Root, first: Int, calls: Int)?
    /// Whether it dropped in training with gradients.
    var isTrained = false
    /// Whether all its calls under a root in evaluation had gradients by which that root may learn,
    /// and one by which it did.
    var mayLearn = true
    var learns = false
  }

  private var sites = SiteStates<Seen>()
  private var trained: Set<String> = []
  private var parts: [Root: CallsWithoutGradients] = [:]
  /// The newest call of each lane, and how often calls were missing before one.
  private var gaps: [Int: (newest: Int, count: Int)] = [:]
  package private(set) var looked = Tally()
  package let needs = "a call in evaluation, or one that says whether gradients were on"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    let isTrain = call.call.phase == .train
    let root = Root(lane: call.lane, name: call.call.root ?? "")
    if isTrain, call.call.grad == true, trained.count < 256 {
      trained.insert(root.name)
    }
    let gap = gaps[call.lane] ?? (call.call.number - 1, 0)
    let missing = call.call.number > gap.newest + 1 ? 1 : 0
    gaps[call.lane] = (call.call.number, gap.count + missing)
    guard !isTrain || call.call.grad != nil else { return }
    if isTrain, parts.count < 256 || parts[root] != nil {
      parts[root, default: CallsWithoutGradients()].take(
        call.call, gaps: gap.count + missing)
    }
    looked.add(call: call.call.number, lane: call.lane)
    for site in call.sites where !site.isRecomputed {
      looked.add(site)
      guard site.hasDropped == true else { continue }
      if isTrain, call.call.grad == true {
        sites.update(site, initial: Seen()) { $0.isTrained = true }
        continue
      }
      let kind = isTrain ? nil : Self.kind(of: site)
      sites.update(site, initial: Seen()) { seen in
        seen.last = site.number
        seen.root = root.name
        if let kind {
          seen.mayLearn =
            seen.mayLearn && call.call.grad == true && call.call.learns != false
          seen.learns = seen.learns || call.call.learns == true
          let old = seen.counts[kind] ?? (site.number, 0)
          seen.counts[kind] = (old.first, old.calls + 1)
        } else {
          let old = seen.withoutGradients ?? (root, site.number, 0)
          seen.withoutGradients = (old.root, old.first, old.calls + 1)
        }
      }
    }
  }

  private static func kind(of site: Sighting) -> Case {
    guard site.site.phase == .train else { return .eval }
    if site.header?.isRegistered == false { return .unregistered }
    let containers = (site.site.chain ?? "").dropLast()
    return containers.count > 1 && containers.last == "t" ? .chain : .meant
  }

  package func findings() -> [Finding] {
    sites.inOrder.flatMap { _, held in
      let root = held.state.root
      var found = held.state.counts.sorted { $0.value.first < $1.value.first }.map { given, seen in
        // A new head trains on a frozen network that evaluates.
        let isHead =
          given == .chain && held.state.learns && held.state.mayLearn && !trained.contains(root)
        let kind = isHead ? Case.meant : given
        return Self.finding(
          kind == .meant ? .note : .error, site: held.name, lane: held.lane,
          calls: (seen.first, held.state.last),
          numbers: [.init("calls in evaluation that dropped", Double(seen.calls), expected: 0)],
          cause: kind.rawValue, Self.words(kind))
      }
      if let seen = held.state.withoutGradients {
        let isFault =
          (trained.contains(seen.root.name) || trained.isEmpty || held.state.isTrained)
          && parts[seen.root]?.areMeant != true
        found.append(
          Self.finding(
            isFault ? .error : .note, site: held.name, lane: held.lane,
            calls: (seen.first, held.state.last),
            numbers: [
              .init("calls without gradients that dropped", Double(seen.calls), expected: 0)
            ],
            cause: "gradients", Self.gradientWords(isFault)))
      }
      return found
    }
  }

  private static func words(_ kind: Case) -> FindingWords {
    let meaning =
      "Evaluation is random: the same input gives other outputs each time, and scores are too low."
    switch kind {
    case .eval:
      return FindingWords(
        what: "Elements are dropped in evaluation.", meaning: meaning,
        advice: "Pass training=self.training to a functional dropout, or call model.eval().")
    case .unregistered:
      return FindingWords(
        what: "Elements are dropped in evaluation by a module that eval() does not reach.",
        meaning: meaning,
        advice: "Make the dropout in __init__ and keep it as an attribute or in a ModuleList.")
    case .chain:
      return FindingWords(
        what: "Elements are dropped in a part that stayed in training while the model evaluates.",
        meaning: meaning,
        advice: "Call eval() after the model was put together, or again after a part was replaced.")
    case .meant:
      return FindingWords(
        what: "Elements are dropped in evaluation at a site that was put into training by itself.",
        meaning: "This is what MC dropout does; if it is not meant, evaluation is random.",
        advice: "Nothing, if it is meant; else call eval() on this module, too.")
    }
  }

  private static func gradientWords(_ isFault: Bool) -> FindingWords {
    FindingWords(
      what: "Elements are dropped in calls that are in training but have no gradients.",
      meaning: isFault
        ? "These look like evaluation without eval(): what is measured in them is random."
        : "A model that does not learn from them draws masks; a teacher, an averaged copy, or what"
          + " another network is trained on may be meant to.",
      advice: "Call model.eval() before evaluating, and model.train() after it.")
  }
}
