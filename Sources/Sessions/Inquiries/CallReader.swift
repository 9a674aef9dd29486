import DropoutEngine

/// Hands a session's calls to an inquiry, from the first on: those of a simulation are run once more,
/// beside the one on screen, those of a log are read.
struct CallReader {
  /// A simulation's own calls; nil for those of a log.
  private(set) var replay: SimulationReplay?
  /// The last call that was handed out.
  private(set) var last = 0

  enum Next {
    case call(ForwardCall)
    /// A call that cannot be read, or that takes more work.
    case passed
    /// None yet.
    case none
  }

  init(_ timeline: some Timeline) {
    replay = (timeline as? SimulatedTimeline)?.simulation.replay
  }

  /// Calls that are read in a moment: a simulation runs each of them.
  var moment: Int { replay == nil ? 16 : 1 }

  mutating func next(on timeline: inout some Timeline, withTensors: Bool = false) -> Next {
    if let number = replay?.number {
      guard number < timeline.newest, let call = replay?.next(withTensors: withTensors) else {
        return .none
      }
      last = call.number
      return .call(call)
    }
    switch timeline.examine(after: last) {
    case .call(let call):
      last = call.number
      return .call(call)
    case .broken(let number, _):
      last = max(last, number)
      return .passed
    case .working: return .passed
    case .nothing: return .none
    }
  }
}

/// When an inquiry that adds up calls tells how far it is: each time takes a copy of what was added
/// up, which is worth it now and then.
struct Milestones {
  private var next = 8

  /// Whether it is to tell, after so many calls.
  mutating func isDue(_ count: Int) -> Bool {
    guard count >= next else { return false }
    next = count + max(16, count / 8)
    return true
  }
}
