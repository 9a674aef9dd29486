package import DropoutEngine

/// Whether evaluation hands on what training does in the mean, and what the wrong ways cost.
package struct ComparisonQuestion: Question {
  package typealias Answer = Comparison
  package static let isOfCall = false

  /// The site's name.
  package var site: String
  /// Fewer masks, and prices now and then: calls go by, and the next one comes soon.
  package var isQuick: Bool

  /// How many masks a site is tried under.
  package var masks: Int { isQuick ? 50 : 200 }
  /// How many passes a price is the mean of where masks are on.
  package var passes: Int { isQuick ? 4 : 20 }
}

/// What is known of it.
package struct Comparison: Equatable, Sendable {
  /// The call whose weights and values these are.
  package var number: Int
  package var trial: SiteTrial.Result
  /// What each way costs on the rows held out; empty where none are, or while it is worked out.
  package var prices: [WayPrice] = []
  /// The call whose weights the prices are of.
  package var pricedAt: Int?
  /// How many rows are held out.
  package var rows = 0

  package init(number: Int, trial: SiteTrial.Result) {
    self.number = number
    self.trial = trial
  }
}
