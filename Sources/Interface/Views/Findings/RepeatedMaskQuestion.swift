package import DropoutEngine

/// What a site drew in two calls that have one mask: the finding shows them side by side.
package struct RepeatedMaskQuestion: Question {
  package typealias Answer = RepeatedMask
  package static let isOfCall = false

  package let site: String
  /// The call that drew it first, and the one in which it came again.
  package let first: Int
  package let again: Int

  package init(site: String, first: Int, again: Int) {
    (self.site, self.first, self.again) = (site, first, again)
  }

  /// Nil for findings that are about no mask that comes again.
  init?(_ finding: Finding) {
    guard finding.rule == "D06", let site = finding.sites.first,
      let first = finding.count("first drawn in call"),
      let again = finding.count("first again in call"),
      again > first
    else { return nil }
    self.init(site: site, first: first, again: again)
  }
}

/// What was drawn then; nil where it is not on record.
package struct RepeatedMask: Sendable, Equatable {
  package var first: SiteCall?
  package var again: SiteCall?

  package init(first: SiteCall?, again: SiteCall?) { (self.first, self.again) = (first, again) }
}
