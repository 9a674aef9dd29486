package import DropoutEngine

/// What the mouse does at a place of the screen.
package enum Touch: Equatable, Sendable {
  /// As that key does.
  case key(Key)
  /// As a key with that command does.
  case command(KeyBinding.Command)
  case site(SiteRun)
  /// A unit, as its site's grid counts them.
  case unit(Int, of: SiteRun)
  /// The call of that number; it goes with the mouse while that is held.
  case call(Int)
  /// A row or a cell of the view on screen, by the view's own name and count.
  case own(String, Int)
  /// So many lines of the help.
  case helpLines(Int)
  /// A border that can be dragged.
  case divider(Divider)
}

/// A border between panels that can be dragged: what it changes is how far a panel extends from an
/// edge that stays.
package struct Divider: Equatable, Sendable {
  /// The panel, by a name that no other has.
  package var panel: String
  /// Whether it is moved to the left and to the right, not up and down.
  package var isUpright: Bool
  /// The first row or column within the panel where it begins there; else the first beyond it.
  package var edge: Int
  /// Whether the panel begins at the edge and ends at the border.
  package var isLeading: Bool
  /// The extents that the panel may have.
  package var extents: ClosedRange<Int>

  /// The panel's extent with its border at that row or column.
  func extent(_ place: Int) -> Int {
    let extent = isLeading ? place - edge + 1 : edge - place
    return min(max(extent, extents.lowerBound), extents.upperBound)
  }
}
