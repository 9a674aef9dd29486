/// A site of a network: hands its tensor to the step that draws, applies and measures, and its
/// gradient through the slope that the step reports.
struct DropoutModule: NetworkModule {
  /// Which site of the network it is, in the order in which they run.
  let site: Int
  private var before: [Float] = []
  private var after: [Float] = []
  private var slope = DropoutSlope<Float>(mask: nil, scale: 1)

  init(site: Int) { self.site = site }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    before = input
    if after.count != input.count { after = Array(repeating: 0, count: input.count) }
    slope = dropout.run(layer: site, before: input, after: &after)
    return after
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    guard wantsInput else { return [] }
    var result = slope.mask.map { gradient.multiplied(by: $0, scale: slope.scale) } ?? gradient
    if let factors = slope.factors { result.multiply(by: factors) }
    if slope.mask == nil, slope.scale != 1 { result.multiply(by: slope.scale) }
    return result
  }

  mutating func forget() {
    (before, after) = ([], [])
    slope = DropoutSlope(mask: nil, scale: 1)
  }

  func collect(into tensors: inout SiteTensors) {
    tensors.before.append(before)
    tensors.after.append(after)
  }
}
