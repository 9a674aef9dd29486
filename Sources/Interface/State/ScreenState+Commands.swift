import DropoutEngine

extension ScreenState {
  /// Does what the table of keys says; an open prompt takes all keys for itself.
  mutating func press(_ key: Key, at now: Double) -> [Effect] {
    if prompt != nil { return editPrompt(key) }
    if unit != nil, let dx = key.horizontal {
      moveUnit(dx: dx, dy: 0)
      return []
    }
    guard let binding = KeyMap.binding(for: key) else { return [] }
    return carryOut(binding.command, at: now)
  }

  private mutating func carryOut(_ command: KeyBinding.Command, at now: Double) -> [Effect] {
    switch command {
    case .togglePlay: return togglePlay()
    case .step(let count): return step(count)
    case .faster: playback.setRung(playback.rung + 1, at: now)
    case .slower: playback.setRung(playback.rung - 1, at: now)
    case .normalSpeed: playback.setRung(Playback.normal, at: now)
    case .first: return seek(to: 1)
    case .newest: return seekNewest(following: false)
    case .follow: return seekNewest(following: true)
    case .openPrompt: prompt = ""
    case .toggleStrip: toggleStrip(at: now)
    case .toggleMode: return toggleMode()
    case .togglePhase: return togglePhase()
    case .changeRate(let steps): return changeRate(bySteps: steps)
    case .nextDialect: return askNextDialect()
    case .selectLayer(let step): selectLayer(step)
    case .moveUnit(let dx, let dy): moveUnit(dx: dx, dy: dy)
    case .selectSample(let step): selectSample(step)
    case .expand: expandNext()
    case .back: return goBack()
    case .toggleRecording: return [recording.isOn ? .stopRecording : .startRecording]
    case .mark: return arrival.map { ask(.mark($0.call.number)) } ?? []
    case .nextMark(let direction): return visitMark(direction, at: now)
    case .restart(let newSeed): return restart(newSeed: newSeed)
    case .changeTheme(let step):
      theme = ((theme + step) % themes.count + themes.count) % themes.count
    case .toggleHelp: helpIsOpen.toggle()
    case .quit, .suspend, .repaint: return [effect(of: command)].compactMap(\.self)
    }
    return []
  }
}

extension Key {
  /// -1 for left, 1 for right.
  fileprivate var horizontal: Int? {
    switch self {
    case .left: -1
    case .right: 1
    default: nil
    }
  }
}

extension RecordingStatus {
  fileprivate var isOn: Bool {
    if case .on = self { true } else { false }
  }
}
