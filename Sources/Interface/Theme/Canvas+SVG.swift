import PlainText

/// A frame as one SVG picture, whose cells are 10 x 20 whatever fonts there are.
///
/// Text stands in runs that are told how long they are; blocks, lines and braille are drawn. Colours
/// are those of the depth: a palette's first sixteen, which a terminal chooses, and what has no
/// colour at all, are the theme's.
///
/// - Parameter title: what the picture shows, in a sentence.
package func svg(
  _ canvas: Canvas, _ depth: ColorDepth, _ theme: Theme, title: String
) -> String {
  SVGFrame(canvas, depth, theme).text(title: title)
}

/// A frame on its way to an SVG: what has one colour becomes one path, and one group of text.
private struct SVGFrame {
  private static let margin = 10
  private let size: Size
  private let ground: Color
  private var grounds = Layers<Color, PathData>()
  private var boxes = Layers<Color, PathData>()
  private var dots = Layers<Color, PathData>()
  private var texts = Layers<Ink, String>()

  /// What runs of text are told apart by.
  private struct Ink: Hashable {
    var color: Color
    var isBold: Bool
    var isUnderlined: Bool
  }

  init(_ canvas: Canvas, _ depth: ColorDepth, _ theme: Theme) {
    size = canvas.size
    ground = theme.ground
    var known: [Style: (ink: Ink, ground: Color)] = [:]
    for y in 0..<size.height {
      var run = TextRun()
      for x in 0..<size.width {
        let cell = canvas[x, y]
        let look = known[cell.style] ?? Self.look(cell.style, depth, theme)
        known[cell.style] = look
        if look.ground != ground {
          grounds[look.ground].add(
            x: 10 * Double(x), y: 20 * Double(y), width: 10, height: 20)
        }
        if let shapes = CellShape.shapes(of: cell.glyph) {
          add(run.ended())
          for shape in shapes { add(shape, look, x, y) }
        } else {
          for ended in run.take(cell.glyph, look.ink, x: x, y: y) { add(ended) }
        }
      }
      add(run.ended())
    }
  }

  private static func look(
    _ style: Style, _ depth: ColorDepth, _ theme: Theme
  ) -> (ink: Ink, ground: Color) {
    let fitted = depth.fitted(style)
    var ink = fitted.foreground.map { theme.color($0) } ?? theme.text
    var ground = fitted.background.map { theme.color($0) } ?? theme.ground
    if fitted.reverse { swap(&ink, &ground) }
    if fitted.dim { ink = ground.mixed(with: ink, 0.6) }
    return (Ink(color: ink, isBold: fitted.bold, isUnderlined: fitted.underline), ground)
  }

  private mutating func add(
    _ shape: CellShape, _ look: (ink: Ink, ground: Color), _ x: Int, _ y: Int
  ) {
    let (left, top) = (10 * Double(x), 20 * Double(y))
    switch shape {
    case .box(let x, let y, let width, let height):
      boxes[look.ink.color].add(x: left + x, y: top + y, width: width, height: height)
    case .shade(let share):
      boxes[look.ground.mixed(with: look.ink.color, share)].add(
        x: left, y: top, width: 10, height: 20)
    case .dots(let pattern):
      for place in CellShape.places(of: pattern) {
        dots[look.ink.color].dot(x: left + place.x, y: top + place.y)
      }
    case .outline(let path): boxes[look.ink.color].outline(path, x: left, y: top)
    }
  }

  private mutating func add(_ run: TextRun.Ended?) {
    guard let run else { return }
    texts[run.ink] += run.element
  }

  /// The whole picture.
  func text(title: String) -> String {
    let margin = Self.margin
    let (width, height) = (10 * size.width + 2 * margin, 20 * size.height + 2 * margin)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\""
        + " viewBox=\"\(-margin) \(-margin) \(width) \(height)\" role=\"img\">",
      "<title>\(markup(title, limit: 1000))</title>",
      "<rect x=\"\(-margin)\" y=\"\(-margin)\" width=\"\(width)\" height=\"\(height)\" rx=\"6\""
        + " fill=\"\(ground.css)\"/>",
    ]
    lines += (grounds.layers + boxes.layers).map { color, path in
      "<path fill=\"\(color.css)\" d=\"\(path.text)\"/>"
    }
    let dots = dots.layers.map { "<path stroke=\"\($0.css)\" d=\"\($1.text)\"/>" }
    if !dots.isEmpty {
      lines.append("<g fill=\"none\" stroke-width=\"3.2\" stroke-linecap=\"round\">")
      lines += dots + ["</g>"]
    }
    lines.append(
      "<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\""
        + " font-size=\"16.5\">")
    lines += texts.layers.map { ink, runs in
      let bold = ink.isBold ? " font-weight=\"bold\"" : ""
      let line = ink.isUnderlined ? " text-decoration=\"underline\"" : ""
      return "<g fill=\"\(ink.color.css)\"\(bold)\(line)>\(runs)</g>"
    }
    return (lines + ["</g>", "</svg>"]).joined(separator: "\n")
  }

  /// Cells of one look beside each other; blanks end a run where there are two of them.
  private struct TextRun {
    struct Ended {
      var ink: Ink
      var element: String
    }

    private var text = ""
    private var cells = 0
    private var ink: Ink?
    private var start = (x: 0, y: 0)
    private var hasBlank = false

    /// - Returns: the runs that end before this glyph, or with it.
    mutating func take(_ glyph: Unicode.Scalar, _ ink: Ink, x: Int, y: Int) -> [Ended] {
      if glyph == " ", !ink.isUnderlined {
        if hasBlank { return [ended()].compactMap(\.self) }
        hasBlank = cells > 0
        return []
      }
      // A letter that every such font has; a symbol may come from another one, whose width differs.
      let isLetter = glyph.value < 0x250
      var ends: [Ended] = []
      if let now = self.ink, cells > 0, now != ink || !isLetter, let end = ended() {
        ends.append(end)
      }
      if cells == 0 {
        start = (x, y)
        self.ink = ink
      } else if hasBlank {
        text += " "
        cells += 1
      }
      hasBlank = false
      text += markup(String(glyph))
      cells += 1
      if !isLetter, let end = ended() { ends.append(end) }
      return ends
    }

    mutating func ended() -> Ended? {
      defer {
        (text, cells, hasBlank) = ("", 0, false)
      }
      guard let ink, cells > 0 else { return nil }
      let element =
        "<text x=\"\(10 * start.x)\" y=\"\(20 * start.y + 15)\" textLength=\"\(10 * cells)\""
        + " lengthAdjust=\"spacingAndGlyphs\">\(text)</text>"
      return Ended(ink: ink, element: element)
    }
  }
}

/// Values by what they are for, in the order in which they came up first: the same frame is the same
/// text.
private struct Layers<Ink: Hashable, Value> where Value: Emptiable {
  private(set) var layers: [(Ink, Value)] = []
  private var places: [Ink: Int] = [:]

  subscript(key: Ink) -> Value {
    get { places[key].map { layers[$0].1 } ?? Value() }
    _modify {
      let place = places[key] ?? layers.count
      if place == layers.count {
        places[key] = place
        layers.append((key, Value()))
      }
      yield &layers[place].1
    }
  }
}

private protocol Emptiable {
  init()
}

extension String: Emptiable {}

/// The `d` of a path: rectangles, each joined to the one left of it, dots and outlines.
private struct PathData: Emptiable {
  private var written = ""
  private var last: (x: Double, y: Double, width: Double, height: Double)?

  /// A rectangle; one that goes on with the last one becomes one with it.
  mutating func add(x: Double, y: Double, width: Double, height: Double) {
    if let last, last.y == y, last.height == height, last.x + last.width == x {
      self.last?.width += width
      return
    }
    writeLast()
    last = (x, y, width, height)
  }

  /// A line of no length, which a round end makes a dot.
  mutating func dot(x: Double, y: Double) { written += "M\(number(x)) \(number(y))h.01" }

  mutating func outline(_ path: String, x: Double, y: Double) {
    written += "M\(number(x)) \(number(y))" + path
  }

  private mutating func writeLast() {
    written = text
    last = nil
  }

  var text: String {
    guard let last else { return written }
    let (width, height) = (number(last.width), number(last.height))
    return written + "M\(number(last.x)) \(number(last.y))h\(width)v\(height)h-\(width)z"
  }

  private func number(_ value: Double) -> String { shortDecimal(value, 2) }
}

extension Color {
  /// `#1b1f23`.
  package var css: String {
    let digits = [red, green, blue].map { channel in
      let digits = String(channel, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    return "#" + digits.joined()
  }
}

extension Theme {
  /// A fitted colour; the sixteen that terminals choose are the theme's, as base16 orders them.
  fileprivate func color(_ fitted: FittedColor) -> Color {
    switch fitted {
    case .rgb(let color): color
    case .index(let index) where index >= 16: XtermPalette.color(min(index, 255))
    case .index(let index): colors[Theme.ansi[max(0, index)] ?? grey(index)]
    }
  }

  private static let ansi: [Int?] = [
    nil, 0x8, 0xB, 0xA, 0xD, 0xE, 0xC, nil, nil, 0x8, 0xB, 0xA, 0xD, 0xE, 0xC, nil,
  ]

  /// Black is the darkest of a light theme, too, where base16 counts from the lightest.
  private func grey(_ index: Int) -> Int {
    let isLight = ground.perceived.lightness > text.perceived.lightness
    return switch index {
    case 0: isLight ? 0x7 : 0x0
    case 8: isLight ? 0x4 : 0x3
    case 7: isLight ? 0x3 : 0x5
    default: isLight ? 0x0 : 0x7
    }
  }
}
