/// Takes an event into the state and says what is to be done for it.
///
/// Pure: `now` is in seconds on the loop's monotonic clock. Whatever arrives, the state is valid
/// afterwards: unit and sample are inside what the call on screen has.
package func update(_ state: inout ScreenState, _ event: Event, at now: Double) -> [Request] {
  let requests =
    switch event {
    case .key(let key): press(key, &state, at: now)
    case .mouse(let mouse): point(mouse, &state, at: now)
    default: state.take(event, at: now)
    }
  return requests + tellNeeds(&state, at: now)
}

/// Leaves a view that this session cannot fill, and says what the view on screen needs and asks
/// of the timeline where that has changed.
private func tellNeeds(_ state: inout ScreenState, at now: Double) -> [Request] {
  guard let offers = state.arrival?.offers else { return [] }
  if let refusal = Views.refusal(of: Views.current(state), offers: offers) {
    state.view = Views.all[0].digit
    state.origin = nil
    state.show(refusal, at: now)
  }
  let view = Views.current(state)
  var requests: [Request] = []
  if view.needs != state.toldNeeds {
    state.toldNeeds = view.needs
    requests.append(.need(view.needs))
  }
  if state.inquired.ask(view.question(state)) { requests.append(.inquire(state.inquired)) }
  return requests
}

/// Does what a key says, and goes on with the tour where it was that one's.
func press(_ key: Key, _ state: inout ScreenState, at now: Double) -> [Request] {
  if state.leavesTour(key), state.prompt == nil {
    state.leaveTour(at: now)
    return []
  }
  let isTyped = state.prompt != nil
  let requests = carryOut(key, &state, at: now)
  return isTyped ? requests : requests + state.followTour(key, at: now)
}

/// Does what the keys of the view on screen say; an open prompt takes all keys for itself.
private func carryOut(_ key: Key, _ state: inout ScreenState, at now: Double) -> [Request] {
  // Any key but the same one lets go of a change that waits.
  let armed = state.armed
  state.armed = nil
  if state.prompt != nil { return state.editPrompt(key, at: now) }
  let view = Views.current(state)
  if state.helpIsOpen, let step = HelpOverlay.step(key) {
    state.helpTop = help(state, view).top(after: step)
    return []
  }
  if let command = view.captured(key, state) { return view.carryOut(command, &state, at: now) }
  guard let binding = Views.keys(of: view).binding(for: key) else { return [] }
  return carryOut(binding.command, &state, armed: armed, at: now)
}

/// Carries out a command of the view on screen, or one that all have.
func carryOut(
  _ command: KeyBinding.Command, _ state: inout ScreenState, armed: KeyBinding.Command?,
  at now: Double
) -> [Request] {
  switch command {
  case .own(let own): return Views.current(state).carryOut(own, &state, at: now)
  case .view(let digit): Views.show(digit, &state, at: now)
  case .copy:
    guard let arrival = state.arrival,
      let copied = Views.current(state).copied(Scene(state, arrival, inks(state)))
    else {
      state.show("nothing is selected that could be copied", at: now)
      return []
    }
    return [.copy(text: copied.text, what: copied.what)]
  default: return state.carryOut(command, armed: armed, at: now)
  }
  return []
}

/// The inks of the theme that is chosen.
private func inks(_ state: ScreenState) -> Inks {
  let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
  return Inks(theme: theme, look: state.look)
}

/// The help of a view as it stands.
func help(_ state: ScreenState, _ view: any View) -> HelpOverlay {
  let inks = inks(state)
  // Instead of the row of digits, what is behind each of them.
  let keys = Views.keys(of: view).bindings.filter {
    $0.command != .view(1) && state.works($0.command)
  }
  let tabs = Views.all.filter {
    Views.refusal(of: $0, offers: state.arrival?.offers ?? []) == nil
  }
  return HelpOverlay(
    state: state, inks: inks, bindings: inks.shown(keys), view: view.digit,
    views: tabs.map { (digit: $0.digit, name: $0.name) },
    commands: LineCommands.all.filter { $0.view == nil }.map { ($0.usage, $0.summary) })
}
