/// A base16 scheme: sixteen colours by role, and a name.
package struct Theme: Equatable, Sendable {
  package var name: String
  /// base00 to base0F.
  package var colors: [Color]

  package init(name: String, colors: [Color]) {
    precondition(colors.count == 16, "a base16 scheme has sixteen colours")
    self.name = name
    self.colors = colors
  }

  package var ground: Color { colors[0x0] }
  package var panel: Color { colors[0x1] }
  package var selection: Color { colors[0x2] }
  /// Dropped units and dim text.
  package var dropped: Color { colors[0x3] }
  package var legend: Color { colors[0x4] }
  package var text: Color { colors[0x5] }
  package var title: Color { colors[0x6] }
  package var brightTitle: Color { colors[0x7] }
  package var alarm: Color { colors[0x8] }
  package var before: Color { colors[0x9] }
  /// Accent and hotkeys.
  package var accent: Color { colors[0xA] }
  package var kept: Color { colors[0xB] }
  package var eval: Color { colors[0xC] }
  package var after: Color { colors[0xD] }
  /// Negative activations.
  package var negative: Color { colors[0xE] }
  /// The roles that are shown in steps from little to much.
  var ramped: [Color] { [kept, before, after, alarm, accent, eval, negative] }
}
