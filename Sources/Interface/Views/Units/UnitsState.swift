/// What the units view keeps.
struct UnitsState: ViewState {
  /// Units stand by how far from what is expected they were kept, the least kept first.
  var isSorted = false
  /// Dead units are marked, and listed.
  var showsDead = false
  /// Counts are those of the call on screen, and not of the session.
  var isOfCall = false
  /// One unit's whole history fills the body.
  var isWhole = false
}
