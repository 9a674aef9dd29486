/// What the terminal can show.
package struct Look: Equatable, Sendable {
  package var depth: ColorDepth
  /// Only ASCII glyphs: the locale is not UTF-8, or the person asked for it.
  package var ascii: Bool

  package init(depth: ColorDepth, ascii: Bool) {
    self.depth = depth
    self.ascii = ascii
  }

  /// Whether the two halves of a cell can have colours of their own.
  var hasHalves: Bool { !ascii && (depth == .direct || depth == .palette256) }
}
