package import DropoutEngine

extension ScreenState {
  /// What counts against the session so far, worst first; none where nothing was looked at.
  package var findings: [Finding] { conclusion?.verdict.findings ?? [] }

  /// The findings that name a site, and those of the session as a whole.
  func findings(touching site: String?) -> [Finding] {
    findings.filter { $0.sites.isEmpty || site.map($0.sites.contains) ?? false }
  }

  /// The first calls of findings, where they have one.
  var findingStarts: [Int] { findings.compactMap(\.from) }
}
