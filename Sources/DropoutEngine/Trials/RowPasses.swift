/// Passes of the same rows through a network, each with other masks.
///
/// What comes before the first mask is the same in all of them, and is computed once.
struct RowPasses {
  let rows: Int
  /// The activation before the first site; of modules, before the first that has one.
  let before: [Float]
  /// Whether what comes out are probabilities of classes.
  let hasClasses: Bool
  private var rest: Rest

  /// What follows the activation before the first site.
  private enum Rest {
    case dense(DenseNetwork<Float>, pass: ForwardPass<Float>, masked: [Float])
    case modules(ModuleNetwork)
  }

  /// - Parameter input: rows x features.
  init(_ held: HeldNetwork, _ input: [Float], rows: Int) {
    self.rows = rows
    if var modules = held.modules {
      before = modules.takeHead(input)
      hasClasses = held.source.hasTargets && modules.outputShape.count == 1
      rest = .modules(modules)
      return
    }
    if let first = held.network.layers.first {
      let head = DenseNetwork(layers: [first], endsInDropout: true)
      var pass = ForwardPass<Float>()
      var step = ScaledStep(scales: [1])
      head.forward(input, rows: rows, pass: &pass, dropout: &step)
      before = pass.before[0]
    } else {
      before = input
    }
    let tail = DenseNetwork(
      layers: Array(held.network.layers.dropFirst()), endsInDropout: held.network.endsInDropout)
    hasClasses = !tail.layers.isEmpty && !tail.endsInDropout
    rest = .dense(tail, pass: ForwardPass(), masked: before)
  }

  /// Runs the rows through, in evaluation but for the dropout.
  mutating func run(_ step: inout some DropoutStep<Float>) {
    switch rest {
    case .modules(var network):
      network.forward(before, rows: rows, phase: .eval, dropout: &step)
      rest = .modules(network)
    case .dense(let tail, var pass, var masked):
      // Written anew in place: no copy of them is kept here.
      rest = .dense(tail, pass: ForwardPass(), masked: [])
      _ = step.run(layer: 0, before: before, after: &masked)
      if !tail.layers.isEmpty {
        var following = RestOfSteps(base: step)
        tail.forward(masked, rows: rows, pass: &pass, dropout: &following)
        step = following.base
      }
      rest = .dense(tail, pass: pass, masked: masked)
    }
  }

  /// What came out, rows x outputs: probabilities, or what the last site hands on.
  var output: [Float] {
    switch rest {
    case .modules(let network): return hasClasses ? network.output : network.logits
    case .dense(let tail, let pass, let masked):
      if tail.layers.isEmpty { return masked }
      return hasClasses ? pass.output : pass.after.last ?? []
    }
  }

  /// Mean cross-entropy of the classes.
  func loss(_ targets: [Int]) -> Double {
    switch rest {
    case .modules(let network): Double(network.loss(targets))
    case .dense(let tail, let pass, _): Double(tail.loss(pass, targets: targets))
    }
  }
}

extension ModuleNetwork {
  /// Runs the modules before the first that has a site, and takes them away.
  ///
  /// - Returns: what they hand on.
  fileprivate mutating func takeHead(_ input: [Float]) -> [Float] {
    var value = input
    var head = 0
    while head < modules.count {
      var step = WatchingStep()
      var module = modules[head]
      let next = module.forward(value, phase: .eval, dropout: &step)
      if step.wasRun { break }
      value = next
      head += 1
    }
    modules.removeFirst(head)
    return value
  }
}

/// Lets everything through, and tells whether there was anything.
private struct WatchingStep: DropoutStep {
  private(set) var wasRun = false

  mutating func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    wasRun = true
    after = before
    return DropoutSlope(mask: nil, scale: 1)
  }
}

/// The steps of a network from its second site on.
private struct RestOfSteps<Base: DropoutStep>: DropoutStep {
  var base: Base

  mutating func run(
    layer: Int, before: [Base.Scalar], after: inout [Base.Scalar]
  ) -> DropoutSlope<Base.Scalar> {
    base.run(layer: layer + 1, before: before, after: &after)
  }
}

/// How good answers are against known classes.
package struct Score: Sendable, Equatable {
  /// Mean cross-entropy, natural logarithm.
  package var loss: Double
  /// The share whose likeliest class is the true one.
  package var accuracy: Double

  package init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }

  /// - Parameter probabilities: rows x classes.
  init<Value: BinaryFloatingPoint>(_ probabilities: [Value], targets: [Int], loss: Double) {
    let width = probabilities.count / max(targets.count, 1)
    let correct = targets.indices.count { sample in
      let row = probabilities[sample * width..<(sample + 1) * width]
      return row.indices.max { row[$0] < row[$1] } == row.startIndex + targets[sample]
    }
    self.init(loss: loss, accuracy: Double(correct) / Double(max(targets.count, 1)))
  }
}
