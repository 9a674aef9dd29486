import DropoutEngine
import PlainText

/// Three minutes through the screen: seven captions, each of which ends with a key, and goes on when
/// that is pressed. All other keys work as they always do.
package struct Tour: Equatable, Sendable {
  /// Which of the steps is told, from 0.
  private(set) var step = 0

  /// A caption and the key that goes on.
  enum Step: Int, CaseIterable {
    case mask, scale, vanilla, evaluation, rate, fault, finding
  }

  /// What goes wrong in the sixth step.
  static let fault = Scenario(rawValue: "frozen-generator")

  var current: Step { Step(rawValue: step) ?? .finding }

  /// The key that goes on.
  var key: Key {
    switch current {
    case .mask: .character(".")
    case .scale: .character("m")
    case .vanilla, .evaluation: .character("e")
    case .rate: .character("+")
    case .fault: .character("7")
    case .finding: .character("8")
    }
  }

  var keyLabel: String {
    if case .character(let character) = key { String(character) } else { "" }
  }

  /// What the key does.
  var leads: String {
    switch current {
    case .mask: "a new mask"
    case .scale: "no scale"
    case .vanilla: "evaluate"
    case .evaluation: "train on"
    case .rate: "drop more"
    case .fault: "who saw it?"
    case .finding: "why dropout?"
    }
  }

  /// The caption, with what is in force: whoever pressed more keys than it asked for reads what is so.
  func text(_ rate: Rate?, _ mode: Mode?, _ phase: Phase?) -> String {
    let rate = rate ?? .half
    switch current {
    case .mask: return "Each cell is a unit. Tile: kept. Dot: dropped."
    case .scale:
      guard mode != .vanilla, phase != .eval else { return now(rate, mode, phase) }
      return "A new mask. What stays is × \(inverse(rate)), so the mean stays."
    case .vanilla, .evaluation: return now(rate, mode, phase)
    case .rate:
      let head = phase == .eval ? "Still evaluating" : "It trains again"
      return "\(head). p is the chance to drop, now \(decimal(rate.value, 2))."
    case .fault: return "p is \(decimal(rate.value, 2)). And a fault begins: one mask for ever."
    case .finding: return "It is named within 20 calls, with what to do."
    }
  }

  private func now(_ rate: Rate, _ mode: Mode?, _ phase: Phase?) -> String {
    switch (mode, phase) {
    case (.vanilla, .eval):
      return "Evaluation: nothing dropped. Vanilla makes all × \(decimal(rate.keep, 2))."
    case (_, .eval): return "Evaluation: nothing is dropped, and nothing is scaled."
    case (.vanilla, _): return "Vanilla scales nothing here: the mean after falls."
    default: return "Inverted: what stays is × \(inverse(rate)), so the mean stays."
    }
  }

  private func inverse(_ rate: Rate) -> String {
    rate.keep > 0 ? Numerals.factor(1 / rate.keep) : "1"
  }

  /// Goes on.
  ///
  /// - Returns: false at the end.
  mutating func advance() -> Bool {
    step += 1
    return step < Step.allCases.count
  }
}

extension ScreenState {
  /// Begins the tour, at the first call, which waits.
  package mutating func beginTour() {
    tour = Tour()
    view = 1
    playback.isPlaying = false
  }

  /// Says once that there is a tour.
  package mutating func offerTour(at now: Double) {
    notice = Notice(
      text: "New here? dropscope --tour shows the screen in three minutes. ? explains it.",
      until: now + 15)
  }

  /// Whether a key ends the tour: esc, where nothing else is open that it closes.
  func leavesTour(_ key: Key) -> Bool {
    tour != nil && key == .escape && !helpIsOpen && seeking == nil
  }

  mutating func leaveTour(at now: Double) {
    tour = nil
    show("the tour is over; dropscope --tour begins it again", at: now)
  }

  /// Goes on where the key of the step was pressed and did what it does.
  mutating func followTour(_ key: Key, at now: Double) -> [Request] {
    guard var tour, tour.key == key, armed == nil, !helpIsOpen, prompt == nil else { return [] }
    guard tour.advance() else {
      self.tour = nil
      show("that was the tour; ? has all keys, and dropscope --scenario more faults", at: now)
      return []
    }
    self.tour = tour
    guard tour.current == .fault, arrival?.kind == .simulated else { return [] }
    let requests = ask(.fault(Tour.fault))
    playback.play()
    return requests
  }
}
