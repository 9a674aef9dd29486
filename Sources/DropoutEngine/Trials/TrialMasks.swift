/// Masks as a session draws them, for a number of rows of one's own: from its dialect and its seed,
/// anew from the start.
///
/// With PyTorch's dialect those that a program draws after `manual_seed` with the session's seed.
struct TrialMasks {
  private var stream: MaskStream
  private let rates: [Rate]
  private var number = 0

  /// - Parameters:
  ///   - sites: which of the network's draw, in the order in which they run.
  ///   - rows: samples of a pass; nil for tensors of the sites' own shapes.
  ///   - rates: of these sites.
  /// - Returns: nil where the dialect does not take the session's seed.
  init?(_ held: HeldNetwork, sites: [Int], rows: Int?, rates: [Rate]) {
    let shaped = sites.map { index in
      var site = held.sites[index]
      // Rows of dense layers stand one after another, whatever axes they had.
      if let rows, held.modules != nil { site.shape = [rows] + site.shape.dropFirst() }
      if let rows, held.modules == nil { site.shape = [rows, site.shape.last ?? 1] }
      return site
    }
    guard let stream = try? MaskStream(dialect: held.dialect, seed: held.seed, sites: shaped) else {
      return nil
    }
    self.stream = stream
    self.rates = rates
  }

  /// Begins another pass.
  mutating func begin() {
    number += 1
    stream.begin(call: number, phase: .train, rates: rates)
  }

  /// Draws for a site, counted among those that draw.
  mutating func run(_ site: Int, effect: DropoutEffect) -> AppliedDropout {
    stream.run(layer: site, call: number, rate: rates[site], effect: effect)
  }
}

/// Dropout with masks of a trial, unmeasured; remembers which masks it drew.
struct MaskedStep: DropoutStep {
  var masks: TrialMasks
  /// One a site.
  let effects: [DropoutEffect]
  /// The masks of the pass under way.
  private(set) var drawn: [Mask] = []

  init(masks: TrialMasks, effects: [DropoutEffect]) {
    self.masks = masks
    self.effects = effects
  }

  mutating func begin() {
    drawn.removeAll(keepingCapacity: true)
    masks.begin()
  }

  mutating func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    let applied = masks.run(layer, effect: effects[layer])
    applied.apply(before, into: &after)
    if let mask = applied.drawn { drawn.append(mask) }
    return DropoutSlope(applied)
  }
}

/// No masks: every site multiplies by a number.
struct ScaledStep: DropoutStep {
  /// One a site.
  let scales: [Float]

  init(scales: [Float]) { self.scales = scales }

  /// Evaluation, as the session has it.
  init(_ held: HeldNetwork) {
    scales = held.sites.indices.map { Float(held.effect($0, .eval).scale) }
  }

  func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    let scale = scales[layer]
    after = scale == 1 ? before : before.map { $0 * scale }
    return DropoutSlope(mask: nil, scale: scale)
  }
}
