import DropoutEngine

/// How the calls of a root that are in training but have no gradients stand among those that have.
///
/// Evaluation comes between two optimizer steps: the next call with gradients is of the step that
/// it was made in. What a generator makes for its discriminator is no evaluation: an optimizer
/// steps on it before the generator has gradients again, and that comes with nearly each of its own
/// steps. Nor is a call or two before the first step, by which shapes become known.
struct CallsWithoutGradients: Sendable {
  /// Calls before the first step that are a trial of shapes, without gradients and with them.
  static let trials = 2

  private var before = 0
  private var after = 0
  private var trained = 0
  private var firstStep: Int?
  /// Calls with gradients that follow such ones with a step between, and all others.
  private var fed = 0
  private var others = 0
  /// The step of the newest call without gradients since the last one with them.
  private var pending: Int?
  private var gaps = 0

  /// Takes a call in training whose record says whether gradients were on.
  ///
  /// - Parameter gaps: how often calls were missing so far; what they were is not known.
  mutating func take(_ call: ForwardCall, gaps: Int) {
    if firstStep == nil { firstStep = call.step }
    if call.grad != true {
      let isFirst = trained == 0 || trained <= Self.trials && call.step == firstStep
      if isFirst { before += 1 } else { after += 1 }
      pending = call.step
      return
    }
    defer { (pending, self.gaps) = (nil, gaps) }
    trained += 1
    guard trained > 1 else { return }
    guard gaps == self.gaps else { return }
    if let pending, let step = call.step, step > pending { fed += 1 } else { others += 1 }
  }

  /// Whether such calls are a part of training.
  var areMeant: Bool {
    guard trained > 0 else { return false }
    return after == 0 ? before <= Self.trials : fed > others
  }
}
