import DropoutEngine
import PlainText

/// In how many elements the masks of each pair of ranks agree, where there are several.
struct RanksSection {
  let report: SessionReport

  /// Sites with a matrix of their own.
  private static let mostSites = 12

  func draw(into page: inout Markup) {
    guard report.survey.lanes.count > 1 else { return }
    page.element("section") { page in
      page.element("h2", words: "Ranks")
      guard let agreement = report.survey.agreement else {
        page.element(
          "p",
          words: "There are \(report.survey.lanes.count) ranks; masks of up to"
            + " \(SessionSurvey.mostRanks) are held against each other here. Rule D05 looked at all."
        )
        return
      }
      page.element(
        "p", .of("note dim"),
        words: "The share of elements in which two ranks agree, over all calls. Ranks that draw for"
          + " themselves agree in 1 − 2p(1 − p) of them.")
      let sites = report.survey.lanes[0].sites.filter { hasPair($0.name, agreement) }
      page.element("div", .of("masks")) { page in
        for site in sites.prefix(Self.mostSites) { matrix(of: site.name, agreement, into: &page) }
      }
      if sites.count > Self.mostSites {
        let more = NumberText.count(sites.count - Self.mostSites, "further site")
        page.element("p", .of("note dim"), words: "\(more) were compared and are not shown.")
      }
    }
    page.line()
  }

  private func hasPair(_ site: String, _ agreement: RankAgreement) -> Bool {
    let lanes = report.survey.lanes.indices
    return lanes.contains { a in lanes.contains { agreement.pair(a, $0, at: site) != nil } }
  }

  /// All pairs at one site; equal ones are the only red.
  func matrix(of site: String, _ agreement: RankAgreement, into page: inout Markup) {
    let lanes = report.survey.lanes.indices
    guard hasPair(site, agreement) else { return }
    let pairs = lanes.flatMap { a in lanes.compactMap { agreement.pair(a, $0, at: site) } }
    let expected = pairs.compactMap(\.expectedShare).first
    page.element("figure") { page in
      page.element("figcaption") { page in
        page.element("span") { page in
          page.element("b", .of("name"), words: site)
          if let expected { page.write(" expected \(NumberText.percent(expected))") }
        }
      }
      page.element("div", .of("wide")) { page in
        page.element("table", .of("matrix")) { page in
          page.element("tr") { page in
            page.element("th", words: "rank")
            for b in lanes.dropLast() { page.element("th", words: "\(report.rank(ofLane: b))") }
          }
          for a in lanes.dropFirst() {
            page.element("tr") { page in
              page.element("th", words: "\(report.rank(ofLane: a))")
              for b in lanes where b < a { cell(agreement.pair(a, b, at: site), into: &page) }
            }
          }
        }
      }
    }
  }

  private func cell(_ pair: PairTally?, into page: inout Markup) {
    guard let pair else { return page.element("td", words: "–") }
    let words =
      pair.share.map { NumberText.percent($0) }
      ?? "\(NumberText.grouped(pair.same)) of \(NumberText.grouped(pair.masks)) equal"
    page.element("td", .of(pair.isAlike ? "off" : "near"), words: words)
  }
}
