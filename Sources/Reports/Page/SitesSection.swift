import DropoutEngine
import PlainText

/// Every site in one table, and then each with its mask, its histograms and its calls.
struct SitesSection {
  let report: SessionReport

  /// Sites with pictures; a page of more is no page that anybody reads.
  private static let mostPictured = 128
  /// So many sites stand open, others when they are asked for.
  private static let mostOpen = 4

  private var rules: [String: [String]] {
    var rules: [String: [String]] = [:]
    for finding in report.verdict.findings {
      for site in finding.sites where rules[site]?.contains(finding.rule) != true {
        rules[site, default: []].append(finding.rule)
      }
    }
    return rules
  }

  func draw(into page: inout Markup) {
    guard let lane = report.survey.lanes.first, !lane.sites.isEmpty else { return }
    let rules = rules
    page.element("section") { page in
      page.element("h2", words: "Sites")
      if report.survey.lanes.count > 1 {
        page.element(
          "p", .of("note dim"), words: "Of rank \(report.rank(ofLane: 0)), the first of the logs.")
      }
      page.element("div", .of("wide")) { page in
        page.element("table") { page in
          head(into: &page)
          for site in lane.sites { row(site, rules[site.name] ?? [], into: &page) }
        }
      }
      if !lane.unsurveyed.isEmpty {
        let more = NumberText.count(lane.unsurveyed.count, "further site")
        page.element("p", .of("note dim"), words: "\(more) were examined and are not shown.")
      }
    }
    page.line()
    details(of: lane, rules, into: &page)
  }

  private func head(into page: inout Markup) {
    page.element("tr") { page in
      page.element("th", words: "site")
      page.element("th", .of("left less"), words: "kind")
      page.element("th", .of("less"), words: "shape")
      page.element("th", words: "p")
      page.element("th", words: "kept")
      page.element("th", .of("less"), words: "expected")
      page.element("th", words: "off by")
      page.element("th", words: "over calls")
      page.element("th", .of("less"), words: "ratio")
      page.element("th", .of("less"), words: "off by")
      page.element("th", .of("less"), words: "scale")
    }
  }

  private func row(_ site: SiteSurvey, _ rules: [String], into page: inout Markup) {
    let isOff = site.isOff || !rules.isEmpty
    page.element("tr", .of(isOff ? "off-row" : "row")) { page in
      page.element("td") { page in
        page.element("span", .of("name"), words: site.name)
        if !rules.isEmpty {
          page.write(" ")
          page.element("span", .of("off"), words: "▲ " + rules.joined(separator: " "))
        }
        if let place = site.header?.place {
          page.literal("<br>")
          page.element("small", .of("dim name"), words: place)
        }
      }
      page.element("td", .of("left less"), words: plain(site.kind ?? "–", limit: 40))
      page.element(
        "td", .of("less"),
        words: site.shape.map { $0.prefix(8).map(String.init).joined(separator: "×") } ?? "–")
      page.element("td", words: rate(site))
      let kept = site.kept
      page.element("td") { $0.element("b", words: NumberText.percent(kept?.measured)) }
      page.element("td", .of("less"), words: NumberText.percent(kept?.expected))
      page.element(
        "td", .of(site.isOff ? "off" : "near"), words: NumberText.sigma(kept?.sigma))
      page.element("td") { page in
        if let line = Sparkline(site.stretches) {
          line.draw(into: &page, title: "kept of \(plain(site.name)) over the calls, in σ")
        } else {
          page.write(site.tally.kept.drawn > 0 ? "–" : "nothing drawn")
        }
      }
      factors(site, isMisscaled: rules.contains("D04"), into: &page)
    }
    page.line()
  }

  private func factors(_ site: SiteSurvey, isMisscaled: Bool, into page: inout Markup) {
    let ratio = site.stretches.whole?.ratio.reading
    let sigma = site.tally.after.sigma
    page.element("td", .of("less"), words: NumberText.factor(ratio?.measured))
    page.element(
      "td", .of(sigma.map { abs($0) >= SiteReading.Number.limit } ?? false ? "less off" : "less"),
      words: NumberText.sigma(ratio == nil ? nil : sigma))
    let scale = site.shown?.reading.scale
    page.element(
      "td", .of(isMisscaled || scale?.isOff ?? false ? "less off" : "less"),
      words: NumberText.factor(scale?.measured))
  }

  private func rate(_ site: SiteSurvey) -> String {
    guard let rates = site.rates else { return "–" }
    let low = shortDecimal(rates.lowerBound, 4)
    let high = shortDecimal(rates.upperBound, 4)
    return low == high ? decimalRate(rates.lowerBound) : "\(low)…\(high)"
  }

  /// `0.20`, and `0.125` where two digits do not tell it.
  private func decimalRate(_ rate: Double) -> String {
    let short = shortDecimal(rate, 4)
    return short.count < 4 ? decimal(rate, 2) : short
  }

  private func details(
    of lane: SessionSurvey.Lane, _ rules: [String: [String]], into page: inout Markup
  ) {
    // Those that something is wrong with come first, the others as they run.
    let odd = lane.sites.filter { $0.isOff || rules[$0.name] != nil }
    let fine = lane.sites.filter { !$0.isOff && rules[$0.name] == nil }
    let sites = (odd + fine).prefix(Self.mostPictured)
    let open = min(max(Self.mostOpen, odd.count), 12)
    page.element("section") { page in
      page.element("h2", words: "Site by site")
      legend(into: &page)
      for (index, site) in sites.enumerated() {
        draw(site, rules[site.name] ?? [], isOpen: index < open, into: &page)
      }
      if lane.sites.count > sites.count {
        let more = NumberText.count(lane.sites.count - sites.count, "further site")
        page.element("p", .of("note dim"), words: "\(more) in the table above have no pictures.")
      }
    }
    page.line()
  }

  private func legend(into page: inout Markup) {
    page.literal(
      """
      <p class="legend note dim"><span><span class="key"></span>measured</span>\
      <span><span class="key off"></span>further off than chance takes it</span>\
      <span><span class="key expected"></span>expected</span>\
      <span><span class="key band"></span>95 of 100 healthy calls</span>\
      <span><span class="key eval"></span>evaluation</span></p>
      """)
  }

  private func draw(
    _ site: SiteSurvey, _ rules: [String], isOpen: Bool, into page: inout Markup
  ) {
    let body: (inout Markup) -> Void = { page in
      page.element("summary") { page in
        page.element("span", .of("name"), words: site.name)
        if !rules.isEmpty {
          page.element("span", .of("off"), words: "▲ " + rules.joined(separator: " "))
        }
        page.element("span", .of("dim less"), words: "p \(rate(site))")
        if let kept = site.kept {
          page.element("span", words: "kept \(NumberText.percent(kept.measured))")
          page.element(
            "span", .of(site.isOff ? "off" : "dim"), words: NumberText.sigma(kept.sigma))
        }
      }
      page.element("div", .of("pictures")) { page in
        let pictures = SitePictures(site: site)
        page.element("div", .of("two")) { page in
          pictures.kept(into: &page)
          pictures.ratio(into: &page)
        }
        pictures.histograms(into: &page)
        pictures.mask(into: &page, rows: 16)
      }
    }
    if isOpen {
      page.element("details", .of("site"), .flag("open"), body: body)
    } else {
      page.element("details", .of("site"), body: body)
    }
    page.line()
  }
}
