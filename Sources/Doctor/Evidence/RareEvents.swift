import RealModule

/// Evidence that something rare happens too often, where each time has its own chance at most.
///
/// For an event of chance at most c, exp(θ [it happens] - log(1 + c(e^θ - 1))) has a mean of at most
/// 1, for each θ > 0.
struct RareEvents: Sendable {
  private(set) var tilts = Tilts(Self.sizes)
  /// How often it happened, and how often it could have.
  private(set) var happened = 0
  private(set) var trials = 0
  /// The first time that it did.
  private(set) var first: Int?
  /// The call at which the evidence first sufficed.
  private(set) var alarm: Int?

  private static let growth = sizes.map { Double.expMinusOne($0) }
  private static let sizes = [
    0.5, 1, 1.5, 2.2, 3.3, 5, 7, 10, 14, 20, 28, 40, 60, 90, 130, 200, 400,
  ]

  /// Takes one occasion.
  mutating func take(_ happens: Bool, chance: Double, number: Int, threshold: Double) {
    trials += 1
    if happens {
      happened += 1
      if first == nil { first = number }
    } else if chance < 1e-300 {
      return
    }
    guard chance < 1 else { return }
    for (index, tilt) in tilts.tilts.enumerated() {
      let excess = chance * Self.growth[index]
      // Below that the logarithm of 1 + x is x to the last bit.
      let cost = excess < 1e-17 ? excess : Double.log(onePlus: excess)
      tilts.add((happens ? tilt : 0) - cost, at: index, number: number)
    }
    if alarm == nil, tilts.bound >= threshold, tilts.logEvidence >= threshold { alarm = number }
  }
}
