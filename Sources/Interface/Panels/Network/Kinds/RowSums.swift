import DropoutEngine

/// What the rows of attention weights sum to after dropout, and what theory says of it.
struct RowSums {
  let smallest: Double
  let largest: Double
  /// The mean standard deviation of a row.
  let sd: Double
  /// Mean that theory expects.
  let mean: Double
  /// Each row's, and how far it lies from what is expected.
  let rows: [(sum: Double, sigma: Double)]

  /// Of one sample; nil without its tensors.
  init?(_ scene: Scene, index: Int) {
    let site = scene.call.sites[index]
    let kind = scene.arrival.header.site(site.name)?.kind.flatMap(DropoutKinds.named)
    guard let kind = kind as? AttentionDropout, case .tiles(let weights) = scene.picture(site),
      let tensors = scene.call.tensors, index < tensors.after.count, let rate = site.rate,
      let mode = scene.call.mode
    else { return nil }
    let sample = max(0, min(scene.state.sample, weights.samples - 1))
    let width = weights.size.width
    guard let all = weights.elements(sample), width > 0, index < tensors.before.count,
      all.upperBound <= tensors.after[index].count,
      all.upperBound <= tensors.before[index].count
    else { return nil }
    let effect = kind.effect(rate: rate, mode: mode, phase: scene.phase(site))
    var sums: [Double] = []
    var sigmas: [Double] = []
    var (sds, means) = (0.0, 0.0)
    for start in stride(from: all.lowerBound, to: all.upperBound, by: width) {
      let row = start..<start + width
      sums.append(tensors.after[index][row].reduce(0) { $0 + Double($1) })
      let theory = AttentionDropout.rowSum(of: tensors.before[index][row], effect: effect)
      sigmas.append(theory.sigma(of: sums[sums.count - 1]) ?? 0)
      sds += theory.sd ?? 0
      means += theory.mean
    }
    guard let smallest = sums.min(), let largest = sums.max() else { return nil }
    (self.smallest, self.largest) = (smallest, largest)
    sd = sds / Double(sums.count)
    mean = means / Double(sums.count)
    rows = zip(sums, sigmas).map { (sum: $0, sigma: $1) }
  }
}
