import DropoutEngine
import Testing

@testable import Reports

struct MarkupTests {
  @Test func `words are words between tags and in attributes, literals are tags`() {
    var page = Markup()
    page.element("p", .of("dim"), .words("title", "\"><script>")) { page in
      page.write("</p><b>'&\u{0}")
      page.literal("<br>")
    }
    #expect(
      page.text == "<p class=\"dim\" title=\"&quot;&gt;&lt;script&gt;\">"
        + "&lt;/p&gt;&lt;b&gt;&#39;&amp;\\u{0}<br></p>")
  }

  @Test func `a path holds numbers, whatever it is given`() {
    var path = PathData()
    path.move(.nan, .infinity)
    path.line(1e300, -2.25)
    path.line(1e300, 7)
    #expect(path.text == "M0 0L100000 -2.3V7")
    var dashes = PathData()
    dashes.dash(2, 0, 3)
    dashes.dash(0, 1, 1)
    #expect(dashes.text == "M2 0.5h3m-5 1h1")
  }
}

struct MarkdownTextTests {
  @Test func `sentences call nobody and link to nothing`() {
    #expect(
      MarkdownText.words("a_b *c* [x](http://y) <b> @me #12 `z` |")
        == "a\\_b \\*c\\* \\[x\\]\\(http\\://y\\) &lt;b&gt; ＠me ＃12 \\`z\\` \\|")
  }

  @Test func `a name is code with a fence longer than any in it, also in a cell of a table`() {
    #expect(MarkdownText.code("net.drop1") == "`net.drop1`")
    #expect(MarkdownText.code("a`b``c") == "```a`b``c```")
    #expect(MarkdownText.code("`a") == "`` `a ``")
    #expect(MarkdownText.code("a|b") == "`a\\|b`")
    // An escape before the bar would take the bar's own for itself.
    #expect(MarkdownText.code("a\\|b") == "`a\\\\\\|b`")
    #expect(MarkdownText.code("  ") == "–")
  }
}

struct CallStretchesTests {
  private func filled(_ calls: Int, capacity: Int) -> CallStretches {
    var stretches = CallStretches(capacity: capacity)
    for number in 1...calls {
      stretches.update(number) { $0.train.add(kept: number % 3, drawn: 2, rate: 0.5) }
    }
    return stretches
  }

  @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000])
  func `no call is lost or counted twice where neighbours become one`(calls: Int) throws {
    let stretches = filled(calls, capacity: 8)
    #expect(stretches.stretches.count <= 8)
    #expect(stretches.stretches.reduce(0) { $0 + $1.calls } == calls)
    for (a, b) in zip(stretches.stretches, stretches.stretches.dropFirst()) {
      #expect(a.last + 1 == b.first)
    }
    let whole = try #require(stretches.whole)
    #expect(whole.first == 1 && whole.last == calls)
    #expect(whole.train.drawn == Double(2 * calls))
    #expect(whole.train.kept == Double((1...calls).reduce(0) { $0 + $1 % 3 }))
    #expect(stretches.pooled(to: 3).count <= 3)
  }

  @Test func `runs of a site in one call share it`() {
    var stretches = CallStretches(capacity: 8)
    for number in [1, 1, 2] {
      stretches.update(number) { $0.train.add(kept: 1, drawn: 2, rate: 0.5) }
    }
    #expect(stretches.stretches.map(\.calls) == [1, 1])
    #expect(stretches.stretches[0].train.drawn == 4)
  }
}

struct CallPlotTests {
  private func plot(_ calls: [(phase: Phase, kept: Int)]) -> CallPlot? {
    var stretches = CallStretches(capacity: 64)
    for (index, call) in calls.enumerated() {
      stretches.update(index + 1) { stretch in
        if call.phase == .train {
          stretch.train.add(kept: call.kept, drawn: 1000, rate: 0.2)
        } else {
          stretch.evalCalls += 1
          stretch.eval.add(kept: call.kept, drawn: 1000, rate: 0)
        }
      }
    }
    return CallPlot(stretches.stretches, .kept)
  }

  @Test func `a call is off from five σ on, and in evaluation where any is dropped`() throws {
    // √(1000 · 0.8 · 0.2) is 12.65.
    let calls: [(phase: Phase, kept: Int)] = [
      (.train, 800), (.train, 862), (.train, 864), (.eval, 1000), (.eval, 999),
    ]
    let drawn = try #require(plot(calls))
    #expect(drawn.points.map(\.isOff) == [false, false, true, false, true])
    #expect(drawn.range.upperBound == 1)
    #expect(drawn.range.lowerBound < 0.7752)
    #expect(drawn.calls == (1, 5))
    #expect(drawn.pooled == nil)
  }

  @Test func `where nothing was drawn there is no picture`() {
    #expect(CallPlot([], .kept) == nil)
  }
}

struct MaskPictureTests {
  private func path(_ picture: MaskPicture) -> String {
    var page = Markup()
    picture.draw(into: &page, title: "t")
    return page.text
  }

  @Test func `an element is a cell, and what is kept beside each other one stroke`() {
    let picture = MaskPicture(Mask([true, true, false, true, false, true]), shape: [2, 3])
    #expect((picture.rows, picture.columns) == (2, 3))
    #expect(path(picture).contains("<path class=\"k\" d=\"M0 0.5h2m-2 1h1m1 0h1\"/>"))
    #expect(picture.legend == nil)
  }

  @Test func `what is too wide is folded and what is too high is cut, and both are told`() {
    let wide = MaskPicture(Mask(repeating: true, count: 64 * 300), shape: [64, 300])
    #expect(wide.fold == (2, 3))
    #expect((wide.rows, wide.columns) == (32, 100))
    let high = MaskPicture(Mask(repeating: true, count: 50 * 4), shape: [50, 4], rows: 16)
    #expect(high.legend == "the first 16 of 50 rows")
  }

  @Test(arguments: [[], [0], [7], [3, 1, 1], [2, 0, 5], [1, 1, 1]])
  func `any shape is drawn`(shape: [Int]) {
    let count = elementCount(shape)
    #expect(path(MaskPicture(Mask(repeating: true, count: count), shape: shape)).hasPrefix("<svg"))
    #expect(path(MaskPicture(Mask(repeating: true, count: 5), shape: shape)).hasPrefix("<svg"))
  }
}
