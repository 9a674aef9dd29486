/// What calls in a row add up to: their histograms, losses, and the sizes of weights and gradients.
package struct CallSum: Sendable, Equatable {
  package private(set) var calls = 0
  /// Before, masked, after, on the axis of the ``TimeHistory``; empty where nothing was measured.
  package private(set) var stages: [StageSum] = []
  /// How far the means after the mask lie from what is expected of them.
  package internal(set) var ratio = KeptStretch()
  package var loss = MeanSum()
  /// The loss of the network without dropout.
  package var twinLoss = MeanSum()
  /// ‖W‖ of each layer, and the norm of its gradient.
  package private(set) var weights: [MeanSum] = []
  package private(set) var gradients: [MeanSum] = []

  package init() {}

  /// Takes a call's own numbers; its histograms come by ``add(stages:)``.
  mutating func add(_ call: ForwardCall) {
    calls += 1
    loss.add(call.loss)
  }

  mutating func add(norms: [LayerNorms]) {
    if weights.count != norms.count {
      weights = norms.map { _ in MeanSum() }
      gradients = weights
    }
    for (index, norm) in norms.enumerated() {
      weights[index].add(norm.weights)
      gradients[index].add(norm.gradient)
    }
  }

  mutating func add(stages other: [StageSum]) {
    guard stages.count == other.count else {
      if stages.isEmpty { stages = other }
      return
    }
    for index in stages.indices { stages[index] += other[index] }
  }

  /// Two bins become one, as the axis reaches twice as far.
  mutating func coarsen(isSigned: Bool) {
    for index in stages.indices { stages[index].coarsen(isSigned: isSigned) }
  }

  /// The upper half of the bins becomes all that is above zero.
  mutating func sign() {
    for index in stages.indices { stages[index].sign() }
  }

  package static func += (a: inout CallSum, b: CallSum) {
    a.calls += b.calls
    a.add(stages: b.stages)
    a.ratio += b.ratio
    a.loss += b.loss
    a.twinLoss += b.twinLoss
    MeanSum.add(b.weights, to: &a.weights)
    MeanSum.add(b.gradients, to: &a.gradients)
  }
}

/// A mean in the making; what is not known, or not finite, says nothing.
package struct MeanSum: Sendable, Equatable {
  private var sum = 0.0
  private var count = 0

  package init() {}

  package mutating func add(_ value: Double?) {
    guard let value, value.isFinite else { return }
    sum += value
    count += 1
  }

  package var mean: Double? { count > 0 ? sum / Double(count) : nil }

  package static func += (a: inout MeanSum, b: MeanSum) {
    a.sum += b.sum
    a.count += b.count
  }

  fileprivate static func add(_ other: [MeanSum], to sums: inout [MeanSum]) {
    guard sums.count == other.count else {
      if sums.isEmpty { sums = other }
      return
    }
    for index in sums.indices { sums[index] += other[index] }
  }
}

/// One stage of a site over calls: a histogram without the zeros, their number, and the mean.
package struct StageSum: Sendable, Equatable {
  package static let binCount = 64
  package private(set) var bins: [Float]
  package private(set) var zeros = 0.0
  package private(set) var size = 0.0
  package private(set) var mean = MeanSum()
  /// Runs of the site that were measured.
  package private(set) var runs = 0

  init(_ stage: StageStatistics, _ range: HistogramRange, onto axis: HistogramRange) {
    bins = HistogramColumns(stage, range, onto: axis, columns: Self.binCount).counts.map {
      Float($0)
    }
    zeros = Double(max(0, stage.zeros))
    size = Double(max(0, stage.size))
    mean.add(stage.mean)
    runs = 1
  }

  static func += (a: inout StageSum, b: StageSum) {
    for index in a.bins.indices { a.bins[index] += b.bins[index] }
    a.zeros += b.zeros
    a.size += b.size
    a.mean += b.mean
    a.runs += b.runs
  }

  fileprivate mutating func coarsen(isSigned: Bool) {
    let pairs = stride(from: 0, to: bins.count, by: 2).map { bins[$0] + bins[$0 + 1] }
    let quarter = [Float](repeating: 0, count: Self.binCount / 4)
    bins = isSigned ? quarter + pairs + quarter : pairs + quarter + quarter
  }

  fileprivate mutating func sign() {
    let pairs = stride(from: 0, to: bins.count, by: 2).map { bins[$0] + bins[$0 + 1] }
    bins = [Float](repeating: 0, count: Self.binCount / 2) + pairs
  }
}
