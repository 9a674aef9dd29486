/// What a view keeps from one frame to the next: its scroll position, its order, its zoom.
protocol ViewState: Equatable, Sendable {
  /// As the view begins.
  init()
}

/// What each view keeps, found by its type; a view that has kept nothing is as it begins.
package struct ViewMemory: Equatable, Sendable {
  private var kept: [ObjectIdentifier: any ViewState] = [:]

  subscript<State: ViewState>(type: State.Type) -> State {
    get { kept[ObjectIdentifier(type)] as? State ?? State() }
    set { kept[ObjectIdentifier(type)] = newValue }
  }

  package static func == (a: ViewMemory, b: ViewMemory) -> Bool {
    a.kept.count == b.kept.count
      && a.kept.allSatisfy { key, state in b.kept[key].map { state.equals($0) } ?? false }
  }
}

extension ViewState {
  fileprivate func equals(_ other: any ViewState) -> Bool { (other as? Self) == self }
}
