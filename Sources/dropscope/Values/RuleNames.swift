import Reports

/// Rules of the doctor by their ids, as `D03,D06`.
struct RuleNames {
  let ids: Set<String>

  init(_ text: String) throws(ValueError) {
    let ids = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.uppercased() }
    guard !ids.isEmpty, ids.allSatisfy(LogExamination.rules.contains) else {
      throw ValueError.rules
    }
    self.ids = Set(ids)
  }
}

/// A finding that is accepted, as `D05` or `D05:SITE`.
struct AcceptedFinding {
  let rule: String
  /// Nil for one that is accepted wherever it is.
  let site: String?

  init(_ text: String) throws(ValueError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let rule = parts[0].uppercased()
    guard LogExamination.rules.contains(rule), parts.count == 1 || !parts[1].isEmpty else {
      throw ValueError.acceptance
    }
    self.rule = rule
    site = parts.count == 2 ? String(parts[1]) : nil
  }
}
