import DropoutEngine
import PlainText

/// What is wrong, worst first, each beside a picture of its evidence; then what may be meant.
struct FindingsSection {
  let report: SessionReport

  func draw(into page: inout Markup) {
    let verdict = report.verdict
    if !verdict.findings.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "Findings")
        for (index, finding) in verdict.findings.enumerated() {
          draw(finding, at: index, isQuiet: false, into: &page)
        }
      }
    }
    if !verdict.notes.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "May be meant")
        for finding in verdict.notes { draw(finding, at: nil, isQuiet: true, into: &page) }
      }
    }
    if !verdict.accepted.isEmpty || !verdict.following.isEmpty {
      page.element("section") { page in
        page.element("h2", words: "Told apart")
        page.element("table", .of("rules")) { page in
          for finding in verdict.following {
            row(finding, "follows from \(finding.follows ?? "another")", into: &page)
          }
          for finding in verdict.accepted { row(finding, "accepted", into: &page) }
        }
      }
    }
    page.line()
  }

  private func row(_ finding: Finding, _ state: String, into page: inout Markup) {
    page.element("tr") { page in
      page.element("td", words: finding.rule)
      page.element("td", .of("left"), words: finding.title ?? finding.name)
      page.element("td", .of("left wrap")) {
        $0.element("span", .of("name"), words: Self.sites(finding))
      }
      page.element("td", .of("left"), words: state)
    }
  }

  private func draw(_ finding: Finding, at index: Int?, isQuiet: Bool, into page: inout Markup) {
    page.element("section", .of(isQuiet ? "finding quiet" : "finding")) { page in
      page.element("header") { page in
        page.element("span", .of("rule"), words: finding.rule)
        page.element("h3", words: finding.title ?? finding.name)
        page.element("span", .of("name"), words: Self.sites(finding))
      }
      page.element("div") { page in
        page.element("p", .of("what"), words: finding.what)
        numbers(finding, into: &page)
        page.element("dl", .of("words")) { page in
          if finding.sites.count > 1 {
            page.entry("where", code: Self.allSites(finding))
          }
          page.entry("when", when(finding))
          page.entry("means", finding.meaning)
          page.element("dt", words: "do")
          page.element("dd") { $0.element("b", words: finding.advice) }
          if let place = finding.place { page.entry("look", code: place) }
        }
      }
      page.element("div", .of("pictures")) { page in
        EvidencePictures(report: report, finding: finding, pair: index.flatMap { report.pairs[$0] })
          .draw(into: &page)
      }
    }
    page.line()
  }

  private func numbers(_ finding: Finding, into page: inout Markup) {
    guard !finding.numbers.isEmpty else { return }
    let (hasSigma, hasChance) = (
      finding.numbers.contains { $0.sigma != nil }, finding.numbers.contains { $0.chance != nil }
    )
    page.element("table", .of("numbers")) { page in
      page.element("tr") { page in
        page.element("th", words: "")
        page.element("th", words: "measured")
        page.element("th", words: "expected")
        if hasSigma { page.element("th", words: "off by") }
        if hasChance { page.element("th", words: "chance") }
      }
      for number in finding.numbers.prefix(8) {
        page.element("tr") { page in
          page.element("td", words: number.name)
          page.element("td") { $0.element("b", words: NumberText.value(number.measured)) }
          page.element("td", words: NumberText.value(number.expected))
          if hasSigma {
            let isOff = number.sigma.map { abs($0) >= SiteReading.Number.limit } ?? false
            page.element("td", .of(isOff ? "off" : "near"), words: NumberText.sigma(number.sigma))
          }
          if hasChance { page.element("td", words: NumberText.chance(number.chance)) }
        }
      }
    }
  }

  private func when(_ finding: Finding) -> String {
    var words = "no call in particular"
    if let from = finding.from {
      let to = max(from, finding.to ?? from)
      words =
        from == to
        ? "call \(NumberText.grouped(from))"
        : "calls \(NumberText.grouped(from)) to \(NumberText.grouped(to))"
    }
    guard report.survey.lanes.count > 1 else { return words }
    let ranks = finding.lanes.prefix(16).map { String(report.rank(ofLane: $0)) }
    return words + ", rank\(ranks.count == 1 ? "" : "s") " + ranks.joined(separator: ", ")
  }

  private static func sites(_ finding: Finding) -> String {
    guard let first = finding.sites.first else { return "the session" }
    let more = finding.sites.count - 1
    return more > 0 ? "\(plain(first)) and \(more) more" : plain(first)
  }

  private static func allSites(_ finding: Finding) -> String {
    let names = finding.sites.prefix(12).map { plain($0) }.joined(separator: ", ")
    let more = finding.sites.count - 12
    return more > 0 ? "\(names) and \(more) more" : names
  }
}

/// A finding seen: what its rule looks at, in a picture or two.
struct EvidencePictures {
  let report: SessionReport
  let finding: Finding
  let pair: MaskPair?

  private var lane: Int { finding.lanes.first ?? 0 }
  private var site: SiteSurvey? {
    guard report.survey.lanes.indices.contains(lane), let name = finding.sites.first else {
      return nil
    }
    return report.survey.lanes[lane].site(name)
  }

  func draw(into page: inout Markup) {
    if let pair { draw(pair, into: &page) }
    guard let site else { return }
    let pictures = SitePictures(site: site)
    switch finding.rule {
    case "D04":
      if let scale = finding.numbers.first { draw(scale, into: &page) }
      pictures.histograms(into: &page)
    case "D05": agreement(into: &page)
    case "D06": if pair == nil { pictures.kept(into: &page, since: finding.from) }
    case "D07", "D09":
      pictures.mask(into: &page, rows: MaskPicture.largest.rows)
      pictures.kept(into: &page, since: finding.from)
    case "D10", "D11":
      pictures.histograms(of: site.notFinite, into: &page)
      pictures.ratio(into: &page, since: finding.from)
    case "D12": break
    default: pictures.kept(into: &page, since: finding.from)
    }
  }

  private func draw(_ number: Finding.Measurement, into page: inout Markup) {
    guard let scale = ScalePicture(measured: number.measured, expected: number.expected) else {
      return
    }
    let (measured, expected) = (
      NumberText.value(number.measured), NumberText.value(number.expected)
    )
    page.element("figure") { page in
      page.element("figcaption") { page in
        page.element("span") { page in
          page.element("b", words: number.name)
          page.write(" \(measured), the tick where it belongs: \(expected)")
        }
      }
      scale.draw(into: &page, title: "\(number.name) \(measured), expected \(expected)")
      page.element("div", .of("x")) { page in
        page.element("span", words: NumberText.factor(scale.range.lowerBound))
        page.element("span", words: NumberText.factor(scale.range.upperBound))
      }
    }
  }

  private func draw(_ pair: MaskPair, into page: inout Markup) {
    page.element("div") { page in
      page.element("div", .of("pair")) { page in
        for one in [pair.first, pair.second] {
          let isRank = pair.first.lane != pair.second.lane
          let name =
            isRank
            ? "rank \(report.rank(ofLane: one.lane)), call \(NumberText.grouped(one.number))"
            : "call \(NumberText.grouped(one.number))"
          page.element("figure") { page in
            page.element("figcaption") { $0.element("b", words: name) }
            MaskPicture(one.mask, shape: one.site.drawn ?? one.site.shape ?? []).draw(
              into: &page, title: "the mask of \(name)")
          }
        }
      }
      page.element("p", .of("note dim"), words: words(pair))
    }
  }

  /// `They differ in 0 of 4,096 elements; independent masks differ in 2,048 ± 32.`
  private func words(_ pair: MaskPair) -> String {
    let count = pair.first.mask.count
    var words =
      "They differ in \(NumberText.grouped(pair.difference)) of \(NumberText.grouped(count)) elements"
    if let p = pair.first.site.rate?.value, p > 0, p < 1 {
      let chance = 2 * p * (1 - p)
      let mean = Int((chance * Double(count)).rounded())
      let sd = Int((Double(count) * chance * (1 - chance)).squareRoot().rounded())
      words += "; independent masks at p \(shortDecimal(p, 4)) differ in"
      words += " \(NumberText.grouped(mean)) ± \(NumberText.grouped(sd))"
    }
    return words + "."
  }

  private func agreement(into page: inout Markup) {
    guard let name = finding.sites.first, let agreement = report.survey.agreement else { return }
    RanksSection(report: report).matrix(of: name, agreement, into: &page)
  }
}
