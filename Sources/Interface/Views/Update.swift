/// Takes an event into the state and says what is to be done for it.
///
/// Pure: `now` is in seconds on the loop's monotonic clock. Whatever arrives, the state is valid
/// afterwards: unit and sample are inside what the call on screen has.
package func update(_ state: inout ScreenState, _ event: Event, at now: Double) -> [Request] {
  guard case .key(let key) = event else { return state.take(event, at: now) }
  return press(key, &state, at: now)
}

/// Does what the keys of the view on screen say; an open prompt takes all keys for itself.
private func press(_ key: Key, _ state: inout ScreenState, at now: Double) -> [Request] {
  if state.prompt != nil { return state.editPrompt(key) }
  let view = Views.current(state)
  if let command = view.captured(key, state) { return view.carryOut(command, &state, at: now) }
  guard let binding = Views.keys(of: view).binding(for: key) else { return [] }
  switch binding.command {
  case .own(let command): return view.carryOut(command, &state, at: now)
  case .view(let digit): Views.show(digit, &state, at: now)
  default: return state.carryOut(binding.command, at: now)
  }
  return []
}
