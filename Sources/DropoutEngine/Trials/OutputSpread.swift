internal import RealModule

/// One output over the masks of an ensemble.
package struct OutputSpread: Sendable, Equatable {
  package var mean: Double
  /// The population standard deviation.
  package var sd: Double
  /// The quantiles that 90 of 100 masks lie between.
  package var low: Double
  package var high: Double

  /// - Parameter values: one a mask; none is 0 throughout.
  init(_ values: [Double]) {
    let estimate = Estimate(values)
    let sorted = values.sorted()
    mean = estimate.mean
    sd = estimate.sd
    low = sorted.quantile(0.05)
    high = sorted.quantile(0.95)
  }
}

extension [Double] {
  /// A quantile of sorted values, between neighbours by how near it is: NumPy's default (method 7 of
  /// Hyndman and Fan, 1996).
  fileprivate func quantile(_ share: Double) -> Double {
    guard !isEmpty else { return 0 }
    let place = share * Double(count - 1)
    let index = Int(place)
    guard index + 1 < count else { return self[count - 1] }
    return self[index] + (place - Double(index)) * (self[index + 1] - self[index])
  }
}

/// How unsure an ensemble is of one input, in nats, and why (Gal 2016, 3.3).
package struct Uncertainty: Sendable, Equatable {
  /// H of the mean of the outputs.
  package var total: Double
  /// The mean of H of each output: what every sub-network is unsure of by itself.
  package var aleatoric: Double

  /// What sub-networks disagree about: the information of the mask about the answer.
  package var epistemic: Double { max(0, total - aleatoric) }

  /// - Parameter outputs: probabilities of classes, one row a mask.
  init(_ outputs: [[Float]]) {
    let width = outputs.first?.count ?? 0
    let count = Double(max(outputs.count, 1))
    var mean = [Double](repeating: 0, count: width)
    var sum = 0.0
    for output in outputs {
      let row = output.map { Double($0) }
      sum += Uncertainty.entropy(row)
      for index in row.indices { mean[index] += row[index] / count }
    }
    total = Uncertainty.entropy(mean)
    aleatoric = sum / count
  }

  /// -Σ p log p, natural logarithm.
  static func entropy(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $1 > 0 ? $0 - $1 * Double.log($1) : $0 }
  }
}
