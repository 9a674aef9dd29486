import DropoutEngine
import RealModule

/// Evidence that draws do not keep with the chance that their rates say.
///
/// With k of n kept at chance q, exp(l(k - nq) - n κ) has mean 1 for κ = log(q e^l + p) - l q: exact
/// at every n and for rates that change from call to call.
struct KeptEvidence: Sendable {
  private(set) var tilts = Tilts(Self.sizes, weights: Self.weights)
  private(set) var tally = KeptTally()
  private var rate = -1.0
  private var costs: [Double] = []
  /// The call at which the evidence first sufficed.
  private(set) var alarm: Int?

  /// The largest tells 0.2 from 0.8 at once, the smallest a bias of 0.0005 in a long session.
  private static let sizes = Tilts.bothWays(
    [2, 1, 0.5, 0.25, 0.125, 0.0625, 0.042, 0.03125, 0.0156, 0.0078, 0.002])
  /// A rate that is off by much is found at once whatever its weight; one that is off by 0.01, which
  /// tilts of 0.03 to 0.12 tell best, takes 1e4 to 1e5 draws, so that these have most of it.
  private static let weights = shares + shares
  private static let shares: [Double] = [1, 1, 1, 2, 4, 8, 10, 4, 1, 1, 1]

  /// Takes what a call kept.
  mutating func take(_ kept: KeptCount, rate: Double, number: Int, threshold: Double) {
    if rate != self.rate { setRate(rate) }
    tally.add(kept: kept.kept, drawn: kept.of, rate: rate)
    let surplus = Double(kept.kept) - Double(kept.of) * (1 - rate)
    let bound = tilts.add(surplus, costs: costs, times: Double(kept.of), number: number)
    if alarm == nil, bound >= threshold, tilts.logEvidence >= threshold { alarm = number }
  }

  private mutating func setRate(_ rate: Double) {
    self.rate = rate
    let keep = 1 - rate
    costs = tilts.tilts.map { Double.log(onePlus: keep * Double.expMinusOne($0)) - keep * $0 }
  }
}
