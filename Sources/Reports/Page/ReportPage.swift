import DropoutEngine
import PlainText
import SessionLog

/// The report as a page that needs nothing but itself: no script, no font, no picture from elsewhere.
struct ReportPage {
  let reports: [SessionReport]
  let version: String
  let command: String

  func html() -> String {
    var page = Markup()
    page.literal("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
    page.literal("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    // Whatever a log says: nothing is fetched, run or sent.
    page.literal(
      """
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'">
      """)
    page.element("title", words: title)
    page.literal("<style>")
    page.literal(PageStyle.css)
    page.literal("</style></head>\n<body><main>\n")
    for report in reports {
      page.element("article") { page in
        PageHead(report: report).draw(into: &page)
        FindingsSection(report: report).draw(into: &page)
        SitesSection(report: report).draw(into: &page)
        RanksSection(report: report).draw(into: &page)
        CheckedSection(verdict: report.verdict).draw(into: &page)
      }
      page.line()
    }
    foot(into: &page)
    page.literal("</main></body></html>\n")
    return page.text
  }

  private var title: String {
    let count = reports.reduce(0) { $0 + $1.verdict.findings.count }
    let words = count == 0 ? "nothing found" : NumberText.count(count, "finding")
    return "\(reports.first?.name ?? "dropscope"): \(words)"
  }

  private func foot(into page: inout Markup) {
    page.element("footer") { page in
      page.element("dl", .of("words note")) { page in
        page.entry("made by", code: "dropscope \(version)")
        page.entry("with", code: command)
        for lane in reports.flatMap(\.files) {
          page.element("dt", words: "from")
          page.element("dd") { page in
            page.element("code", words: lane.name)
            if lane.bytes > 0 { page.write(", \(NumberText.grouped(lane.bytes)) bytes") }
            page.write(", calls \(lane.calls)")
            if !lane.origin.isEmpty { page.write(", \(lane.origin)") }
          }
        }
        page.entry(
          "reading it",
          "σ: how many standard deviations a number lies from what p, mode and phase say. The band holds"
            + " 95 of 100 healthy calls. A healthy session of any length raises a false alarm of a rule at"
            + " most once in a million.")
      }
    }
  }
}

/// The verdict, and what it is about.
struct PageHead {
  let report: SessionReport

  func draw(into page: inout Markup) {
    let verdict = report.verdict
    let count = verdict.findings.count
    page.element("p", .of("over")) { page in
      page.write("dropscope report of ")
      page.element("code", words: report.name)
    }
    page.element("h1", .of(count == 0 ? "sound" : "found")) { page in
      page.element("span", .of("mark"), words: count == 0 ? "✓" : "▲")
      page.write(count == 0 ? "Nothing found" : NumberText.count(count, "finding"))
    }
    page.element("p", .of("lead"), words: summary)
    page.element("dl", .of("facts")) { page in
      for (name, value) in facts {
        page.element("div") { page in
          page.element("dt", words: name)
          page.element("dd", words: value)
        }
      }
    }
    page.line()
  }

  /// How much was looked at, in a sentence or two.
  var summary: String {
    let verdict = report.verdict
    let looked = verdict.looked
    let passed = NumberText.count(verdict.passed.count, "rule")
    var words =
      "\(NumberText.count(looked.sites, "site")), \(NumberText.count(looked.calls, "call")) and"
      + " \(NumberText.count(looked.elements, "draw")) looked at. \(passed) passed"
    let notRun = verdict.notRun.count
    if notRun > 0 { words += ", \(NumberText.grouped(notRun)) could not run" }
    return words + "."
  }

  private var facts: [(String, String)] {
    guard let lane = report.survey.lanes.first else { return [] }
    let header = lane.session.header
    var facts: [(String, String)] = []
    if let framework = header.framework {
      let parts = [framework.name, framework.version].compactMap(\.self)
      let device = framework.device.map { " on \($0)" } ?? ""
      facts.append(("framework", plain(parts.joined(separator: " ") + device, limit: 80)))
    } else {
      facts.append(("source", plain(header.preset ?? header.source)))
    }
    if let dialect = header.dialect { facts.append(("dialect", plain(dialect))) }
    let (train, eval) = (lane.calls - lane.evalCalls, lane.evalCalls)
    facts.append(("calls in training", NumberText.grouped(train)))
    if eval > 0 { facts.append(("in evaluation", NumberText.grouped(eval))) }
    if let steps = lane.steps {
      facts.append(
        (
          "steps",
          "\(NumberText.grouped(steps.lowerBound)) to \(NumberText.grouped(steps.upperBound))"
        ))
    }
    if report.survey.lanes.count > 1 {
      facts.append(("ranks", NumberText.grouped(report.survey.lanes.count)))
    }
    if !lane.session.started.isEmpty {
      facts.append(("recorded", plain(lane.session.started, limit: 40)))
    }
    return facts
  }
}

extension Markup {
  /// A word, and what it stands for.
  mutating func entry(_ word: String, _ text: String) {
    element("dt", words: word)
    element("dd", words: text, limit: 1200)
  }

  mutating func entry(_ word: String, code text: String) {
    element("dt", words: word)
    element("dd") { $0.element("code", words: text, limit: 1200) }
  }
}
