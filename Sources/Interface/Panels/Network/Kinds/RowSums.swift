import DropoutEngine

/// What the rows of attention weights sum to after dropout, and what theory says of it.
struct RowSums {
  let smallest: Double
  let largest: Double
  /// The mean standard deviation of a row.
  let sd: Double
  /// Mean that theory expects.
  let mean: Double

  /// Of one sample; nil without its tensors.
  init?(_ scene: Scene, index: Int) {
    let site = scene.call.sites[index]
    guard case .heads(let heads, let weights) = scene.picture(site),
      let tensors = scene.call.tensors, index < tensors.after.count, let rate = site.rate,
      let mode = scene.call.mode
    else { return nil }
    let size = heads * weights.width * weights.height
    let sample = max(0, min(scene.state.sample, site.samples - 1))
    guard size > 0, weights.width > 0, (sample + 1) * size <= tensors.after[index].count,
      (sample + 1) * size <= tensors.before[index].count
    else { return nil }
    let effect = AttentionDropout().effect(rate: rate, mode: mode, phase: scene.phase(site))
    var sums: [Double] = []
    var (sds, means) = (0.0, 0.0)
    for start in stride(from: sample * size, to: (sample + 1) * size, by: weights.width) {
      let row = start..<start + weights.width
      sums.append(tensors.after[index][row].reduce(0) { $0 + Double($1) })
      let theory = AttentionDropout.rowSum(of: tensors.before[index][row], effect: effect)
      sds += theory.sd ?? 0
      means += theory.mean
    }
    guard let smallest = sums.min(), let largest = sums.max() else { return nil }
    (self.smallest, self.largest) = (smallest, largest)
    sd = sds / Double(sums.count)
    mean = means / Double(sums.count)
  }
}
