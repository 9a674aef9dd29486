import DropoutEngine

extension ScreenState {
  /// Whether a command can do anything on this timeline: nobody can change what stands in a log.
  func works(_ command: KeyBinding.Command) -> Bool {
    guard let arrival else { return true }
    switch command {
    case .toggleMode, .togglePhase, .changeRate, .restart: return arrival.kind == .simulated
    case .nextDialect:
      return arrival.kind == .simulated && dialect != nil && arrival.header.seed != nil
    case .follow: return arrival.kind == .growing
    default: return true
    }
  }

  /// The calls that such a change would replace by others: those of a simulation that follow, and
  /// the one on screen where it stands still. Nil where none follows.
  func replaced(by command: KeyBinding.Command) -> ClosedRange<Int>? {
    guard command.isChange, let arrival, arrival.kind == .simulated, playback.askedChanges.isEmpty,
      arrival.newest > arrival.call.number
    else { return nil }
    return arrival.call.number + (playback.isPlaying ? 1 : 0)...arrival.newest
  }

  /// Carries out a change, unless it replaces calls and was not asked for twice.
  ///
  /// - Parameter armed: the change that the key before this one asked for in vain.
  mutating func change(
    _ command: KeyBinding.Command, armed: KeyBinding.Command?
  ) -> [Request] {
    var changed = self
    let requests = changed.carryOut(change: command)
    if armed != command, replaced(by: command) != nil, changed.playback != playback {
      self.armed = command
      return []
    }
    self = changed
    return requests
  }

  private mutating func carryOut(change command: KeyBinding.Command) -> [Request] {
    switch command {
    case .toggleMode: toggleMode()
    case .togglePhase: togglePhase()
    case .changeRate(let steps): changeRate(bySteps: steps)
    case .nextDialect: askNextDialect()
    default: []
    }
  }
}

extension KeyBinding.Command {
  /// Whether it changes a setting of the session.
  var isChange: Bool {
    switch self {
    case .toggleMode, .togglePhase, .changeRate, .nextDialect: true
    default: false
    }
  }
}
