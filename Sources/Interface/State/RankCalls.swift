package import DropoutEngine

/// The call on screen as every rank of the run has it, and how their masks agree.
package struct RankCalls: Sendable, Equatable {
  /// The number of the call on screen, which is the reference's.
  package var number: Int
  /// The lane that the other views show.
  package var reference: Int
  /// In the order of their ranks.
  package var lanes: [RankLane]
  /// Whether calls are joined by the optimizer's step; else by their numbers.
  package var hasSteps: Bool
  /// The step that is joined by; nil where there are no steps.
  package var step: Int?
  /// How many ranks the run says it has, where it does.
  package var ranks: Int?
  /// Whether calls and agreement are filled in; else only how the ranks stand.
  package var isWhole = false
  /// Over all calls that were looked at.
  package var agreement: RankAgreement

  package init(
    number: Int, reference: Int, lanes: [RankLane], hasSteps: Bool, step: Int? = nil,
    agreement: RankAgreement
  ) {
    self.number = number
    self.reference = reference
    self.lanes = lanes
    self.hasSteps = hasSteps
    self.step = step
    self.agreement = agreement
  }
}

/// One rank beside the call on screen.
package struct RankLane: Sendable, Equatable {
  /// What the source of a rank is like.
  package enum Standing: Sendable, Equatable {
    /// There is no session yet: no file, or an empty one.
    case absent
    /// It is still being read.
    case reading
    /// More may come, or nobody knows better.
    case open
    /// The log says that the session ended, or no more can come.
    case ended
    /// A line cannot be read, and nothing after it.
    case broken
  }

  /// The process's rank, from 0.
  package var rank: Int
  /// Where it is read from.
  package var name: String
  package var standing: Standing
  /// The last step, or call, that was looked at; 0 before the first.
  package var last: Int
  /// How many steps, or calls, it is behind the rank that is furthest.
  package var behind: Int
  /// The call that belongs to the one on screen; nil where it has none, or was not asked for.
  package var call: ForwardCall?

  package init(
    rank: Int, name: String, standing: Standing, last: Int = 0, behind: Int = 0,
    call: ForwardCall? = nil
  ) {
    self.rank = rank
    self.name = name
    self.standing = standing
    self.last = last
    self.behind = behind
    self.call = call
  }
}

extension RankCalls {
  /// Ranks are polled one after the other, so that a few steps say nothing.
  package static let slack = 5

  /// `steps` or `calls`.
  func unit(_ count: Int) -> String { (hasSteps ? "step" : "call") + (count == 1 ? "" : "s") }

  /// What is to be told of a rank that does not keep up; nil of one that does.
  func trouble(_ lane: RankLane) -> String? {
    let distance = "\(Numerals.grouped(lane.behind)) \(unit(lane.behind)) behind"
    switch lane.standing {
    case .absent: return "not there yet"
    case .broken: return "broken line"
    case .reading: return nil
    case .ended: return lane.behind > 0 ? "ended, \(distance)" : nil
    case .open: return lane.behind >= RankCalls.slack ? distance : nil
    }
  }

  /// The ranks that do not keep up, the worst first, as one line; nil where all do.
  var troubles: String? {
    let all = lanes.compactMap { lane in trouble(lane).map { (lane, $0) } }
      .sorted { $0.0.behind > $1.0.behind }
    guard let (lane, words) = all.first else { return nil }
    return "rank \(lane.rank): \(words)" + (all.count > 1 ? " +\(all.count - 1)" : "")
  }
}

extension ScreenState {
  /// Takes how the other ranks stand, where that is about the call on screen.
  mutating func take(_ ranks: RankCalls) {
    guard let known = arrival?.ranks, known.number == ranks.number,
      known.reference == ranks.reference
    else { return }
    arrival?.ranks = ranks
  }
}
