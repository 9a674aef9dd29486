/// What the key that was just pressed would replace, before it does.
struct ReplacementWarning {
  private let inks: Inks
  private let key: String
  private let calls: ClosedRange<Int>

  /// Nil where nothing waits to be asked for again.
  init?(_ state: ScreenState, _ inks: Inks) {
    guard let command = state.armed, let calls = state.replaced(by: command) else { return nil }
    self.inks = inks
    self.calls = calls
    switch command {
    case .toggleMode: key = "m"
    case .togglePhase: key = "e"
    case .changeRate(let steps): key = steps > 0 ? "+" : "-"
    case .nextDialect: key = "d"
    default: return nil
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.fill(rect, with: Cell(" ", inks.ground))
    let (first, last) = (calls.lowerBound, calls.upperBound)
    let range = first == last ? "call \(first)" : "calls \(first) to \(last)"
    let short = [
      Run(key, inks.hotkey), Run(" again replaces ", inks.text), Run(range, inks.strong),
    ]
    let marks = Run(", and what is marked there", inks.text)
    let other = Run(". Any other key keeps them.", inks.label)
    let choices = [short + [marks, other], short + [other], short]
    let fitting = choices.first { $0.width <= rect.width - 2 } ?? short
    canvas.write(fitting, x: rect.x + 1, y: rect.y, limit: rect.width - 2)
  }
}
