import DropoutEngine

/// What the compare view keeps from one frame to the next.
struct CompareState: ViewState {
  /// The wrong way that stands in the upper boxes; nil for inverted dropout.
  var way: ScalingWay?
  /// The selected box; nil for that of what runs now.
  var box: CompareBox?
  /// Counts are shown by their logarithm.
  var hasLogCounts = false
  /// The box and the call that enter was pressed on, where it would replace calls.
  var armed: Armed?

  struct Armed: Equatable {
    var box: CompareBox
    var call: Int
  }

  /// The ways that the two rows show.
  var ways: [ScalingWay] { [way ?? .inverted, .vanilla] }

  /// The next wrong way; after the last one inverted dropout.
  mutating func nextWay() {
    let wrong = ScalingWay.wrong
    let index = way.flatMap(wrong.firstIndex).map { $0 + 1 } ?? 0
    way = index < wrong.count ? wrong[index] : nil
  }
}

/// One of the four boxes.
struct CompareBox: Equatable {
  /// 0 the upper row, 1 the lower.
  var row: Int
  var phase: Phase

  var mode: Mode { row == 0 ? .inverted : .vanilla }

  init(row: Int, phase: Phase) { (self.row, self.phase) = (row, phase) }

  /// Where a session stands that runs so.
  init(_ mode: Mode, _ phase: Phase) { self.init(row: mode == .inverted ? 0 : 1, phase: phase) }

  mutating func move(dx: Int, dy: Int) {
    row = max(0, min(1, row + dy))
    if dx != 0 { phase = dx < 0 ? .train : .eval }
  }
}

extension ScreenState {
  /// The box of what runs now; nil where the mode is not known.
  var runningBox: CompareBox? {
    guard let mode, let phase else { return nil }
    return CompareBox(mode, phase)
  }

  /// The selected box.
  var compareBox: CompareBox {
    memory[CompareState.self].box ?? runningBox ?? CompareBox(row: 0, phase: .train)
  }
}
