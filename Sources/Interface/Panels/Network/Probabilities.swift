import DropoutEngine

/// One sample's class probabilities; what is not finite counts as 0.
struct Probabilities {
  let values: [Double]
  /// The likeliest class.
  let best: Int
  /// The true class, where there are targets.
  let truth: Int?

  init?(_ scene: Scene, classes: Int) {
    guard let tensors = scene.call.tensors, classes > 0, tensors.rows > 0 else { return nil }
    let sample = max(0, min(scene.state.sample, tensors.rows - 1))
    guard (sample + 1) * classes <= tensors.output.count else { return nil }
    let values = tensors.output[sample * classes..<(sample + 1) * classes].map {
      $0.isFinite ? min(max(Double($0), 0), 1) : 0
    }
    self.values = values
    best = values.indices.max { values[$0] < values[$1] } ?? 0
    truth = sample < tensors.targets.count ? tensors.targets[sample] : nil
  }

  /// The `count` likeliest classes and the true one, in their own order.
  func likeliest(_ count: Int) -> [Int] {
    let ranked = values.indices.sorted { a, b in
      a == truth ? b != truth : b != truth && values[a] > values[b]
    }
    return ranked.prefix(max(0, count)).sorted()
  }
}
