import DropoutEngine
import PlainText

/// The verdict, the findings and the sites of some runs, as a comment of a pull request.
///
/// GitHub takes 65,536 characters; what goes beyond is counted and left out.
struct ReportMarkdown {
  let reports: [SessionReport]
  let version: String

  /// Characters of all findings, and of all of it.
  private static let room = (findings: 30_000, all: 60_000)

  func text() -> String {
    let share = max(1, reports.count)
    var parts: [String] = []
    var left = Self.room.all
    for report in reports {
      let part = text(
        report, findings: Self.room.findings / share, all: min(left, Self.room.all / share))
      guard part.count < left - 500 else {
        parts.append("\(NumberText.count(reports.count - parts.count, "further run")) left out.\n")
        break
      }
      left -= part.count
      parts.append(part)
    }
    return parts.joined(separator: "\n") + "\n<sub>dropscope \(MarkdownText.words(version))</sub>\n"
  }

  private func text(_ report: SessionReport, findings room: Int, all: Int) -> String {
    let verdict = report.verdict
    let count = verdict.findings.count
    let name = MarkdownText.code(report.name, limit: 200)
    var text =
      count == 0
      ? "### ✓ Nothing found in \(name)\n\n"
      : "### ▲ \(NumberText.count(count, "finding")) in \(name)\n\n"
    text += PageHead(report: report).summary + "\n\n"
    var told = 0
    for finding in verdict.findings {
      let item = self.finding(finding, report)
      guard text.count + item.count < room else { break }
      text += item
      told += 1
    }
    if told < count { text += "- \(NumberText.count(count - told, "further finding")) left out.\n" }
    if !verdict.notes.isEmpty {
      let notes = verdict.notes.prefix(8).map { "\($0.rule) at \(Self.sites($0))" }
      text += "\nMay be meant: \(notes.joined(separator: "; ")).\n"
    }
    text += "\n" + checked(verdict)
    return text + table(report, room: all - text.count)
  }

  private func finding(_ finding: Finding, _ report: SessionReport) -> String {
    let title = MarkdownText.words(finding.title ?? finding.name)
    var text = "- **\(finding.rule) \(title)** at \(Self.sites(finding))"
    if let from = finding.from {
      let to = max(from, finding.to ?? from)
      text +=
        from == to
        ? ", call \(NumberText.grouped(from))"
        : ", calls \(NumberText.grouped(from)) to \(NumberText.grouped(to))"
    }
    if let place = finding.place { text += ", \(MarkdownText.code(place))" }
    text += "  \n  " + MarkdownText.words(finding.what) + "  \n"
    for number in finding.numbers.prefix(3) { text += "  \(Self.number(number))  \n" }
    return text + "  _Do:_ " + MarkdownText.words(finding.advice) + "\n"
  }

  private static func number(_ number: Finding.Measurement) -> String {
    var words = "\(MarkdownText.words(number.name)) **\(NumberText.value(number.measured))**"
    if let expected = number.expected { words += ", expected \(NumberText.value(expected))" }
    if let sigma = number.sigma { words += ", \(NumberText.sigma(sigma))" }
    if let chance = number.chance {
      words += ", chance \(MarkdownText.words(NumberText.chance(chance)))"
    }
    return words
  }

  private static func sites(_ finding: Finding) -> String {
    guard !finding.sites.isEmpty else { return "the session" }
    let names = finding.sites.prefix(3).map { MarkdownText.code($0) }.joined(separator: ", ")
    let more = finding.sites.count - 3
    return more > 0 ? "\(names) and \(more) more" : names
  }

  private func checked(_ verdict: Verdict) -> String {
    var lines: [String] = []
    if !verdict.passed.isEmpty {
      lines.append("Passed: \(verdict.passed.map(\.rule).joined(separator: " ")).")
    }
    if !verdict.notRun.isEmpty {
      lines.append("Could not run: \(verdict.notRun.map(\.rule).joined(separator: " ")).")
    }
    return lines.isEmpty ? "" : lines.joined(separator: " ") + "\n\n"
  }

  private func table(_ report: SessionReport, room: Int) -> String {
    guard let lane = report.survey.lanes.first, !lane.sites.isEmpty else { return "" }
    var rules: [String: [String]] = [:]
    for finding in report.verdict.findings {
      for site in finding.sites where rules[site]?.contains(finding.rule) != true {
        rules[site, default: []].append(finding.rule)
      }
    }
    let count = lane.sites.count + lane.unsurveyed.count
    var text =
      "<details><summary>\(NumberText.count(count, "site"))</summary>\n\n"
      + "| site | kind | p | kept | expected | off by | ratio | |\n|---|---|--:|--:|--:|--:|--:|---|\n"
    var told = 0
    for site in lane.sites {
      let row = row(site, rules[site.name] ?? [])
      guard text.count + row.count < room - 200 else { break }
      text += row
      told += 1
    }
    if told < count { text += "\n\(NumberText.count(count - told, "further site")) left out.\n" }
    return text + "\n</details>\n"
  }

  private func row(_ site: SiteSurvey, _ rules: [String]) -> String {
    let rate = site.rates.map { shortDecimal($0.upperBound, 4) } ?? "–"
    let kept = site.kept
    let ratio = site.stretches.whole?.ratio.reading?.measured
    let cells = [
      MarkdownText.code(site.name), MarkdownText.words(site.kind ?? "–", limit: 40), rate,
      NumberText.percent(kept?.measured), NumberText.percent(kept?.expected),
      NumberText.sigma(kept?.sigma), NumberText.factor(ratio),
      rules.isEmpty ? "" : "▲ " + rules.joined(separator: " "),
    ]
    return "| " + cells.joined(separator: " | ") + " |\n"
  }
}
