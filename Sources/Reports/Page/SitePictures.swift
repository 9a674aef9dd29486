import DropoutEngine
import PlainText

/// The pictures of one site, each with its words.
struct SitePictures {
  let site: SiteSurvey

  /// Kept over the calls, on its band.
  func kept(into page: inout Markup, since: Int? = nil) {
    guard let plot = CallPlot(site.stretches.stretches, .kept) else { return }
    var words = ": the share of each call"
    if let kept = site.kept {
      words =
        " \(NumberText.percent(kept.measured)), expected \(NumberText.percent(kept.expected)),"
        + " \(NumberText.sigma(kept.sigma)) over all calls"
    }
    if let share = site.stretches.whole?.eval.share, share < 1 {
      words += "; in evaluation \(NumberText.percent(share)), expected 100 %"
    }
    draw(plot, "kept", words, { NumberText.percent($0) }, since: since, into: &page)
  }

  /// The mean after over the mean before, on its band.
  func ratio(into page: inout Markup, since: Int? = nil) {
    guard let plot = CallPlot(site.stretches.stretches, .ratio) else { return }
    var words = ": mean after ÷ mean before"
    if let whole = site.stretches.whole?.ratio.reading {
      words =
        " \(NumberText.factor(whole.measured)), expected"
        + " \(NumberText.factor(whole.expected.mean)): mean after ÷ before"
    }
    draw(plot, "ratio", words, { NumberText.factor($0) }, since: since, into: &page)
  }

  private func draw(
    _ plot: CallPlot, _ name: String, _ words: String, _ label: (Double) -> String, since: Int?,
    into page: inout Markup
  ) {
    page.element("figure", .of("chart")) { page in
      page.element("figcaption") { page in
        page.element("span") { page in
          page.element("b", words: name)
          page.write(words)
        }
        if let pooled = plot.pooled {
          page.element(
            "span", .of("less"), words: "a dot is up to \(NumberText.grouped(pooled)) calls")
        }
      }
      page.element("div", .of("y")) { page in
        page.element("span", words: label(plot.range.upperBound))
        page.element("span", words: label(plot.range.lowerBound))
      }
      plot.draw(
        into: &page, title: "\(name) of \(plain(site.name)) over the calls\(words)", since: since)
      page.element("div", .of("x")) { page in
        page.element("span", words: "call \(NumberText.grouped(plot.calls.first))")
        page.element("span", words: NumberText.grouped(plot.calls.last))
      }
    }
  }

  /// The newest mask of a training call.
  func mask(into page: inout Markup, rows: Int) {
    guard let (entry, mask, number) = site.mask else { return }
    let kept = "\(mask.kept) of \(mask.count) kept"
    let picture = MaskPicture(mask, shape: entry.drawn ?? entry.shape ?? [], rows: rows)
    page.element("figure") { page in
      page.element("figcaption") { page in
        page.element("span") { page in
          page.element("b", words: "mask")
          page.write(" of call \(NumberText.grouped(number)): green is kept")
        }
        if let legend = picture.legend { page.element("span", .of("less"), words: legend) }
      }
      picture.draw(
        into: &page,
        title: "the mask of \(plain(site.name)) in call \(number), \(kept)")
    }
  }

  /// The three stages of one call, the newest unless another one is named.
  func histograms(of call: SiteSurvey.Shown? = nil, into page: inout Markup) {
    guard let shown = call ?? site.shown, let stages = shown.site.stages else { return }
    page.element("div", .of("three")) { page in
      for stage in HistogramPicture.Stage.allCases {
        let picture = HistogramPicture(stage, of: stages, reading: shown.reading)
        page.element("figure") { page in
          page.element("figcaption") { page in
            page.element("span") { page in
              page.element("b", words: "\(stage.name)")
              page.write(" mean \(NumberText.factor(picture.number.measured))")
            }
            page.element(
              "span", .of(picture.number.isOff ? "off" : "near"), words: side(picture, shown))
          }
          picture.draw(
            into: &page,
            title: "values \(stage.name) of \(plain(site.name)) in call \(shown.number)")
          page.element("div", .of("x")) { page in
            page.element("span", words: NumberText.value(stages.range.low))
            page.element("span", words: shares(picture))
            page.element("span", words: NumberText.value(stages.range.high))
          }
          notFinite(picture, into: &page)
        }
      }
    }
  }

  private func side(_ picture: HistogramPicture, _ shown: SiteSurvey.Shown) -> String {
    switch picture.stage {
    case .before: "call \(NumberText.grouped(shown.number))"
    case .masked: NumberText.sigma(picture.number.sigma)
    case .after:
      shown.site.scale.map { "× \(NumberText.value($0))" }
        ?? NumberText.sigma(picture.number.sigma)
    }
  }

  private func shares(_ picture: HistogramPicture) -> String {
    let shares = picture.shares
    let zeros = "zero before \(NumberText.percent(shares.zeros, 0))"
    return picture.stage == .before
      ? zeros : "dropped \(NumberText.percent(shares.dropped, 0)), \(zeros)"
  }

  private func notFinite(_ picture: HistogramPicture, into page: inout Markup) {
    let statistics = picture.statistics
    var words: [String] = []
    if statistics.nan > 0 { words.append("\(NumberText.grouped(statistics.nan)) NaN") }
    if statistics.inf > 0 {
      words.append(NumberText.count(statistics.inf, "infinity", "infinities"))
    }
    guard !words.isEmpty else { return }
    page.element("p", .of("note off"), words: words.joined(separator: ", "))
  }
}
