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
    case .mask: "another call"
    case .scale: "without it"
    case .vanilla: "evaluate"
    case .evaluation: "train on"
    case .rate: "drop more"
    case .fault: "who saw it?"
    case .finding: "why dropout?"
    }
  }

  /// The caption, with the rate that is in force.
  func text(_ rate: Rate?) -> String {
    let rate = rate ?? .half
    let keep = decimal(rate.keep, 2)
    return switch current {
    case .mask: "Each cell is a unit. Tile: kept. Dot: dropped."
    case .scale: "A new mask. What stays is × \(inverse(rate)), so the mean stays."
    case .vanilla: "Vanilla scales nothing here: the mean after falls."
    case .evaluation: "Evaluation: nothing is dropped, and all is × \(keep)."
    case .rate: "It trains again. p is the chance to drop, now \(decimal(rate.value, 2))."
    case .fault: "p is \(decimal(rate.value, 2)). And a fault begins: one mask for ever."
    case .finding: "It is named within 20 calls, with what to do."
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
