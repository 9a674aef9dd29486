import DropoutEngine

/// What was checked and passed, what could not be checked and what it would need, what nobody saw.
struct CheckedSection {
  let verdict: Verdict

  func draw(into page: inout Markup) {
    if !verdict.passed.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "Checked and passed")
        page.element("table", .of("rules")) { page in
          for passed in verdict.passed {
            page.element("tr") { page in
              page.element("td", words: passed.rule)
              page.element("td", .of("left wrap"), words: passed.title ?? passed.name)
              page.element(
                "td", .of("less"),
                words: passed.looked.sites > 0
                  ? NumberText.count(passed.looked.sites, "site") : "–")
              page.element("td", .of("less"), words: NumberText.count(passed.looked.calls, "call"))
              let elements = passed.looked.elements
              page.element(
                "td",
                words: elements > 0 ? "\(NumberText.grouped(elements)) looked at" : "–")
            }
          }
        }
      }
    }
    if !verdict.notRun.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "Could not be checked")
        page.element("table", .of("rules")) { page in
          for rule in verdict.notRun {
            page.element("tr") { page in
              page.element("td", words: rule.rule)
              page.element("td", .of("left"), words: rule.name)
              page.element("td", .of("left wrap dim"), words: "needs \(rule.needs)")
            }
          }
        }
      }
    }
    if !verdict.unseen.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "That nobody could see")
        for note in verdict.unseen { page.element("p", words: note) }
      }
    }
    page.line()
  }
}
