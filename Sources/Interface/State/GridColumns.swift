/// How many columns the grid of a layer's units has on screen, so that a unit can be moved in it.
///
/// A stand-in until the layout, which decides it, is merged.
package func gridColumns(in state: ScreenState) -> Int {
  max(1, Int((Double(state.unitCount) * 2).squareRoot().rounded(.up)))
}
