import DropoutEngine

extension ScreenState {
  /// Carries out what a key asks for in every view; a view's own commands are left to it.
  ///
  /// - Parameter armed: the change that the key before this one asked for, and that waits.
  mutating func carryOut(
    _ command: KeyBinding.Command, armed: KeyBinding.Command? = nil, at now: Double
  ) -> [Request] {
    switch command {
    case .togglePlay: return togglePlay()
    case .step(let count): return step(count)
    case .faster: playback.setRung(playback.rung + 1, at: now)
    case .slower: playback.setRung(playback.rung - 1, at: now)
    case .normalSpeed: playback.setRung(Playback.normal, at: now)
    case .first: return seek(to: 1)
    case .newest: return seekNewest(following: false)
    case .follow: return seekNewest(following: true)
    case .openPrompt: prompt = Prompt()
    case .zoomTime: zoomTime(at: now)
    case .toggleMode, .togglePhase, .changeRate, .nextDialect:
      return change(command, armed: armed)
    case .selectSite(let step): selectSite(step)
    case .selectSample(let step): selectSample(step)
    case .back: return goBack()
    case .toggleRecording: return [recording.isOn ? .stopRecording : .startRecording]
    case .mark: return arrival.map { ask(.mark($0.call.number)) } ?? []
    case .nextMark(let direction): return visitMark(direction, at: now)
    case .restart(let newSeed): return restart(newSeed: newSeed)
    case .changeTheme(let step):
      theme = ((theme + step) % themes.count + themes.count) % themes.count
    case .toggleMouse:
      hasMouse.toggle()
      show(hasMouse ? "the mouse works here" : "the mouse is the terminal's; Y takes it", at: now)
      return [.mouse(hasMouse)]
    case .resetPanels: extents = [:]
    case .toggleHelp:
      helpIsOpen.toggle()
      helpTop = 0
    case .view, .own, .copy: break
    case .quit, .suspend, .repaint: return [request(of: command)].compactMap(\.self)
    }
    return []
  }
}

extension ScreenState {
  /// What is asked for by the commands that touch no state.
  func request(of command: KeyBinding.Command) -> Request? {
    switch command {
    case .quit(let code): .quit(code)
    case .suspend: .suspend
    case .repaint: .repaint
    default: nil
    }
  }
}

extension RecordingStatus {
  fileprivate var isOn: Bool {
    if case .on = self { true } else { false }
  }
}
