/// One site under many masks: whether what it hands on in evaluation is the mean of what it hands on
/// in training, on the values that came in at one call.
package struct SiteTrial {
  private let before: [Float]
  private let kind: any DropoutKind
  private let site: Int
  private let held: HeldNetwork
  private var masks: TrialMasks
  private let feed: [Float]
  package private(set) var result: Result

  /// What masks came to so far. Nothing is scaled yet: every mode multiplies its parts.
  package struct Result: Sendable, Equatable {
    package var site: String
    /// The mean over the tensor after the mask, over masks.
    package var masked = Estimate()
    /// The mean over the tensor before the mask.
    package var before: Double
    /// What the next layer makes of it; nil where none follows.
    package var next: Next?
    /// Why the mode changes nothing here: then `masked` and `before` are what the site hands on.
    package var fixedMode: String?
    /// The stages under the first mask, for a call that drew none.
    package var stages: Stages?
  }

  /// The mean of W h over the next layer's units and the batch, and of b.
  package struct Next: Sendable, Equatable {
    package var masked = Estimate()
    package var before: Double
    package var bias: Double
  }

  /// - Returns: nil for a site that is not there, or where the dialect does not take the seed.
  package init?(_ held: HeldNetwork, site name: String) {
    guard let site = held.sites.firstIndex(where: { $0.name == name }),
      let tensors = held.call.tensors, site < tensors.before.count,
      let masks = TrialMasks(held, sites: [site], rows: nil, rates: [held.rates[site]])
    else { return nil }
    self.site = site
    self.held = held
    self.masks = masks
    before = tensors.before[site]
    kind = held.sites[site].kind
    let layers = held.network.layers
    let next = site + 1 < layers.count ? layers[site + 1] : nil
    feed = next?.meanWeights ?? []
    result = Result(site: name, before: 0, fixedMode: kind.fixedMode)
    let evaluated =
      kind.fixedMode == nil
      ? before
      : kind.applied(nil, to: held.sites[site].shape, effect: held.effect(site, .eval))
        .after(before)
    result.before = StageMeter(evaluated).mean ?? 0
    result.next = next.map { next in
      Next(
        before: evaluated.meanProduct(feed),
        bias: next.bias.reduce(0) { $0 + Double($1) } / Double(max(1, next.units)))
    }
  }

  /// Draws so many masks more.
  package mutating func work(masks count: Int) {
    let effect = held.effect(site, .train)
    for _ in 0..<count {
      masks.begin()
      let applied = masks.run(0, effect: effect)
      let values = kind.fixedMode == nil ? applied.masked(before) : applied.after(before)
      result.masked.add(StageMeter(values).mean ?? 0)
      let sent = values.meanProduct(feed)
      result.next?.masked.add(sent)
      if result.stages == nil, held.call.phase == .eval {
        var axis = HistogramAxis.unit
        let stages = StageMeasurement(
          before: before, masked: applied.masked(before), after: applied.after(before), axis: &axis)
        result.stages = Stages(
          range: axis.range, before: stages.before, masked: stages.masked, after: stages.after)
      }
    }
  }
}

extension DenseLayer<Float> {
  /// What each input sends to the units in the mean.
  fileprivate var meanWeights: [Float] {
    (0..<inputs).map { input in
      let row = weights[input * units..<(input + 1) * units]
      return Float(row.reduce(0) { $0 + Double($1) } / Double(max(1, units)))
    }
  }
}

extension [Float] {
  /// The mean over rows of the dot product with `other`, which is as long as a row.
  fileprivate func meanProduct(_ other: [Float]) -> Double {
    guard !other.isEmpty, count >= other.count else { return 0 }
    let rows = count / other.count
    var sum = 0.0
    withUnsafeBufferPointer { values in
      other.withUnsafeBufferPointer { other in
        guard let v = values.baseAddress, let o = other.baseAddress else { return }
        for row in 0..<rows {
          sum += Double(dot(v + row * other.count, o, count: other.count))
        }
      }
    }
    return sum / Double(rows)
  }
}
