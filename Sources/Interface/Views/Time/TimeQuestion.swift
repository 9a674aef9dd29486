package import DropoutEngine

/// What all calls of a session come to over time, of one site.
package struct TimeQuestion: Question {
  package static let isOfCall = false
  package typealias Answer = TimeHistory

  /// Nil where no site is known.
  package var site: String?

  package init(site: String?) { self.site = site }
}
