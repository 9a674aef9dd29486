package import DropoutEngine

/// A way to a call, which takes as many steps as it takes.
package struct Way: Sendable, Equatable {
  /// Where a way leads.
  package enum Target: Sendable, Equatable {
    /// The call of that number, or the nearest before it.
    case call(Int)
    case newest
    /// So many calls further on.
    case onward(Int)
  }

  package var target: Target
  /// The call that was reached on the way.
  package var at: Int
  /// Where the work began, for the share of it that is done; the timeline's own.
  var origin: Int?
  /// Nobody wants to wait: what was reached will do.
  package var isGivenUp = false
  /// Every call that is passed is handed out as well: they are recorded.
  package var isWhole = false

  package init(to target: Target, from number: Int) {
    self.target = target
    at = number
  }
}

/// What a step of a way came to.
package enum Step: Sendable, Equatable {
  /// The way goes on; `call` is one that was passed, `share` how much of the way is done in 0...1,
  /// where these are known.
  case passed(ForwardCall?, share: Double?)
  /// It cannot go on before more of the session is known; `share` tells how much is.
  case waiting(share: Double?)
  case reached(ForwardCall)
  /// There is no such call.
  case nothing
  /// Nor can it be had: why.
  case failed(String)
}
