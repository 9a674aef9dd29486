package import DropoutEngine

/// What a site drew in the call from which a finding dates: a mask that comes again is shown beside it.
package struct FirstMaskQuestion: Question {
  package typealias Answer = FirstMask
  package static let isOfCall = false

  package let site: String
  package let call: Int

  package init(site: String, call: Int) { (self.site, self.call) = (site, call) }

  /// Nil for findings that are about no mask that comes again.
  init?(_ finding: Finding) {
    guard finding.rule == "D06", let site = finding.sites.first, let call = finding.from else {
      return nil
    }
    self.init(site: site, call: call)
  }
}

/// What was drawn then; nil where it is not on record.
package struct FirstMask: Sendable, Equatable {
  package var site: SiteCall?

  package init(site: SiteCall?) { self.site = site }
}
