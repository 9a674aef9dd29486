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
    /// W h itself under one mask and without, rows x units; nil before the first mask.
    package var products: Products?
  }

  /// W h under the call's mask, or where it drew none under the first of these, and without a mask.
  package struct Products: Sendable, Equatable {
    let masked: [Float]
    let before: [Float]
    let bias: [Float]

    /// What the next layer receives in training, as `after`, and in evaluation, as `before`.
    ///
    /// - Parameters:
    ///   - evaluation: nil where the mask is left on.
    ///   - isSwapped: whether what the mask drops is kept.
    package func stages(training: Double, evaluation: Double?, isSwapped: Bool) -> Stages {
      let kept = isSwapped ? zip(before, masked).map { $0 - $1 } : masked
      func received(_ values: [Float], _ factor: Double) -> [Float] {
        values.indices.map { values[$0] * Float(factor) + bias[$0 % max(1, bias.count)] }
      }
      let train = received(kept, training)
      let eval = evaluation.map { received(before, $0) } ?? train
      var axis = HistogramAxis.unit
      let all = StageMeasurement(before: eval, masked: train, after: train, axis: &axis)
      return Stages(range: axis.range, before: all.before, masked: all.masked, after: all.after)
    }
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
    let next = held.follower(of: site)
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
      if var next = result.next {
        next.masked.add(values.meanProduct(feed))
        if next.products == nil, let layer = held.follower(of: site) {
          next.products = products(values, into: layer)
        }
        result.next = next
      }
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

extension SiteTrial {
  /// - Parameter values: what the first mask left.
  private func products(_ values: [Float], into layer: DenseLayer<Float>) -> Products {
    let drawn = held.call.sites.first { $0.name == result.site }?.mask
    let own = drawn.flatMap { mask in
      kind.fixedMode == nil && mask.count == before.count
        ? before.multiplied(by: mask, scale: 1) : nil
    }
    var unbiased = layer
    unbiased.bias = layer.bias.map { _ in 0 }
    func product(_ input: [Float]) -> [Float] {
      let rows = input.count / max(1, layer.inputs)
      var output = [Float](repeating: 0, count: rows * layer.units)
      unbiased.forward(input, rows: rows, into: &output)
      return output
    }
    return Products(
      masked: product(own ?? values), before: product(before), bias: layer.bias)
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
