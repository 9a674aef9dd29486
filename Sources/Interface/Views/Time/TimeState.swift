/// What the time view keeps.
struct TimeState: ViewState {
  /// Quantiles stand in place of the heat maps.
  var showsBands = false
  /// Tones grow with counts and not with their logarithm.
  var isLinear = false
}
