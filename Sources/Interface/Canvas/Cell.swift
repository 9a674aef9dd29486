/// One character cell of the screen.
package struct Cell: Equatable, Sendable {
  /// One printable scalar of width 1.
  package var glyph: Unicode.Scalar
  package var style: Style

  package init(_ glyph: Unicode.Scalar = " ", _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }
}

/// How a cell looks, before it is fitted to what the terminal can do.
package struct Style: Equatable, Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var bold = false
  package var dim = false
  package var reverse = false
  package var underline = false

  package init(
    foreground: Color? = nil, background: Color? = nil, bold: Bool = false, dim: Bool = false,
    reverse: Bool = false, underline: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.reverse = reverse
    self.underline = underline
  }
}

/// A colour of a theme, or a mix of two, in sRGB.
package struct Color: Equatable, Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
