/// What a kind of dropout does to an activation at a rate, in a mode and a phase.
///
/// Dropped elements take the value ``fill``; then every element is multiplied by ``scale``, and
/// ``shift`` is added. Kinds that drop to zero have neither fill nor shift.
public struct DropoutEffect: Sendable, Equatable {
  /// Whether anything is drawn; otherwise everything is kept.
  public var draws: Bool
  /// The chance of keeping: 1 where nothing is drawn.
  public var keep: Double
  /// What takes the place of a dropped element.
  public var fill: Double
  /// The factor of the last stage.
  public var scale: Double
  /// What the last stage adds.
  public var shift: Double
  /// The variance of factors of mean 1, in kinds that draw some.
  public var variance: Double

  /// All fields.
  public init(
    draws: Bool, keep: Double, fill: Double = 0, scale: Double, shift: Double = 0,
    variance: Double = 0
  ) {
    self.draws = draws
    self.keep = keep
    self.fill = fill
    self.scale = scale
    self.shift = shift
    self.variance = variance
  }

  /// Dropping to zero, the expectation repaired where the mode says.
  public init(rate: Rate, mode: Mode, phase: Phase) {
    self.init(
      draws: phase == .train, keep: phase == .train ? rate.keep : 1,
      scale: Double(mode.scale(rate: rate, phase: phase)))
  }
}
