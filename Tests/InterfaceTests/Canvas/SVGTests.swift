import Testing

@testable import Interface

/// Pictures of a few cells; the parts that lie above the ground.
struct SVGTests {
  private let theme = Theme.builtIn[0]

  private func parts(
    _ width: Int, _ height: Int = 1, _ depth: ColorDepth = .direct, title: String = "x",
    theme: Theme? = nil, _ draw: (inout Canvas) -> Void
  ) -> [Substring] {
    var canvas = Canvas(size: Size(width: width, height: height))
    draw(&canvas)
    let lines = svg(canvas, depth, theme ?? self.theme, title: title).split(separator: "\n")
    return lines.dropFirst(3).filter { !$0.hasPrefix("<g font") && $0 != "</g>" && $0 != "</svg>" }
  }

  private func run(_ text: String, x: Int, y: Int = 15, cells: Int) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(10 * cells)\""
      + " lengthAdjust=\"spacingAndGlyphs\">\(text)</text>"
  }

  @Test func `a run of one look is one text at its cell, as long as its cells`() {
    let parts = parts(12, 2) {
      $0.write("ab cd", Style(), x: 1, y: 0)
      $0.write("e", Style(), x: 3, y: 1)
    }
    let runs = run("ab cd", x: 10, cells: 5) + run("e", x: 30, y: 35, cells: 1)
    #expect(parts == ["<g fill=\"\(theme.text.css)\">\(runs)</g>"])
  }

  @Test func `two blanks and a symbol end a run, so that no font moves what follows`() {
    let parts = parts(20) { $0.write("a  b ✓ c●d", Style(), x: 0, y: 0) }
    let runs = [
      run("a", x: 0, cells: 1), run("b", x: 30, cells: 1), run("✓", x: 50, cells: 1),
      run("c", x: 70, cells: 1), run("●", x: 80, cells: 1), run("d", x: 90, cells: 1),
    ]
    #expect(parts == ["<g fill=\"\(theme.text.css)\">\(runs.joined())</g>"])
  }

  @Test func `what a tag is made of is text`() {
    let parts = parts(20) { $0.write("</text><b a='\"'>&", Style(), x: 0, y: 0) }
    let text = "&lt;/text&gt;&lt;b a=&#39;&quot;&#39;&gt;&amp;"
    #expect(parts == ["<g fill=\"\(theme.text.css)\">\(run(text, x: 0, cells: 17))</g>"])
    let picture = svg(
      Canvas(size: Size(width: 1, height: 1)), .direct, theme, title: "<\u{1B}[2J\u{0}&\u{202E}")
    #expect(picture.contains("<title>&lt;\\u{1b}[2J\\u{0}&amp;\\u{202e}</title>"))
  }

  @Test func `bold, dim, reverse and underline are seen without colour`() {
    func fill(_ style: Style) -> [Substring] {
      parts(3, 1, .none) { $0.write("a", style, x: 0, y: 0) }
    }
    let (ground, text) = (theme.ground, theme.text)
    #expect(fill(Style(bold: true))[0].hasPrefix("<g fill=\"\(text.css)\" font-weight=\"bold\">"))
    #expect(
      fill(Style(underline: true))[0].hasPrefix(
        "<g fill=\"\(text.css)\" text-decoration=\"underline\">"))
    let dim = ground.mixed(with: text, 0.6)
    #expect(fill(Style(dim: true))[0].hasPrefix("<g fill=\"\(dim.css)\">"))
    let reverse = fill(Style(reverse: true))
    #expect(reverse[0] == "<path fill=\"\(text.css)\" d=\"M0 0h10v20h-10z\"/>")
    #expect(reverse[1].hasPrefix("<g fill=\"\(ground.css)\">"))
  }

  @Test func `grounds and blocks beside each other are one rectangle, others are not`() {
    let red = Color(red: 255, green: 0, blue: 0)
    let parts = parts(9, 2) {
      $0.write("    ", Style(background: red), x: 0, y: 0)
      $0.write(" ", Style(background: red), x: 0, y: 1)
      $0.write("▄▄ ▄──", Style(), x: 2, y: 1)
    }
    #expect(
      parts == [
        "<path fill=\"#ff0000\" d=\"M0 0h40v20h-40zM0 20h10v20h-10z\"/>",
        "<path fill=\"\(theme.text.css)\""
          + " d=\"M20 30h20v10h-20zM50 30h10v10h-10zM60 30h20v1h-20z\"/>",
      ])
  }

  @Test func `a braille cell is a dot for each of its bits, and a shade a mix of ink and ground`() {
    let dots = parts(3) { $0.write("⠁⡀", Style(), x: 0, y: 0) }
    #expect(dots.contains("<path stroke=\"\(theme.text.css)\" d=\"M2.5 2.5h.01M12.5 17.5h.01\"/>"))
    let shade = parts(3) { $0.write("▒", Style(), x: 0, y: 0) }
    let half = theme.ground.mixed(with: theme.text, 0.5)
    #expect(shade == ["<path fill=\"\(half.css)\" d=\"M0 0h10v20h-10z\"/>"])
  }

  @Test func `every line of the views joins the cells beside it, and no glyph of theirs is lost`() {
    for glyph in "─━│┃╭╮╰╯┬┴├┤┼┿╵┸┻╍╌╲╱▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▀░▒▓".unicodeScalars {
      let shapes = CellShape.shapes(of: glyph) ?? []
      #expect(!shapes.isEmpty, "\(glyph) is written, and a font may leave gaps")
      for case .box(let x, let y, let width, let height) in shapes {
        #expect(x >= 0 && y >= 0 && x + width <= 10 && y + height <= 20, "\(glyph)")
      }
    }
    for glyph in "─┬┴┼".unicodeScalars {
      let reach = (CellShape.shapes(of: glyph) ?? []).map { shape -> Double in
        if case .box(let x, _, let width, 1) = shape, x == 0 { width } else { 0 }
      }
      #expect(reach.max() == 10, "\(glyph)")
    }
  }

  @Test func `sixteen colours are those of the theme, dark on light where it is light`() throws {
    for name in ["dropscope-dark", "dropscope-light"] {
      let theme = try Theme.builtIn(named: name)
      let parts = parts(3, 1, .ansi16, theme: theme) {
        $0.write("a", Style(foreground: theme.text, background: theme.ground), x: 0, y: 0)
        $0.write("b", Style(foreground: theme.alarm, background: theme.ground), x: 1, y: 0)
      }
      #expect(parts.contains { $0.hasPrefix("<g fill=\"\(theme.alarm.css)\">") })
      let ground = parts.first { $0.contains("h20v20") }
      #expect(ground == nil, "the ground of a theme is no other colour: \(ground ?? "")")
    }
  }
}
