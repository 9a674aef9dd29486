import DropoutEngine

/// DropConnect: shape (N, in, out).
extension KindCase {
  /// The layer that drops weights; nil where the op is of another sort.
  func weightLayer() throws(Failure) -> KindLayer? {
    var kind = DropConnect()
    var layer = KindLayer(kind: kind)
    switch op {
    case "fastai.WeightDropout", "torchnlp.WeightDrop": break
    case "baal.WeightDropLinear": layer.dropsAlways = true
    case "awd.WeightDrop":
      if try fields.flag("variational") == true {
        kind.sharing = .row
        layer.dropsAlways = true
      }
    case "per-sample": kind.sharing = .sample
    case "vanilla-weights": layer.mode = .vanilla
    default: return nil
    }
    layer.kind = kind
    return layer
  }

  /// y, dx, dw and dbias.
  func weightLines(_ layer: KindLayer) throws -> [KindLine] {
    let extents = try extents(3, "samples, inputs and units, as [4, 6, 3]")
    let (rows, inputs, units) = (extents[0], extents[1], extents[2])
    let x = try tensor("x", rows * inputs)
    let dy = try tensor("dy", rows * units)
    let (w, bias) = (try tensor("w", units * inputs), try tensor("bias", units))
    let isPerSample = op == "per-sample"
    let dropsBias = try fields.flag("mask_bias") ?? false
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      let shape = isPerSample ? [rows, units, inputs] : [units, inputs]
      let weights = isPerSample ? (0..<rows).flatMap { _ in w } : w
      let drawn = try draw(layer, over: shape, call: call, from: &generator)
      var line = KindLine(id: id)
      line.add("noise", drawn.noise, shape: drawn.shape)
      var biasApplied: AppliedDropout?
      if dropsBias {
        let biases = KindLayer(
          kind: SharedDropout(axes: []), mode: layer.mode, dialect: layer.dialect)
        let drawn = try draw(biases, over: [rows, units], call: call, from: &generator)
        line.add("bias_noise", drawn.noise, shape: drawn.shape)
        biasApplied = drawn.applied
      }
      let allBias = dropsBias ? (0..<rows).flatMap { _ in bias } : bias
      let linear = DroppedLinear(
        weights: drawn.applied.after(weights), bias: biasApplied?.after(allBias) ?? allBias,
        inputs: inputs, units: units, rows: rows)
      line.add("y", linear.forward(x))
      line.add("dx", linear.backward(dy))
      let slope = drawn.applied.backward(linear.weightGradient(x, dy))
      line.add("dw", Self.summed(slope, size: units * inputs))
      let biasSlope = linear.biasGradient(dy)
      line.add("dbias", Self.summed(biasApplied?.backward(biasSlope) ?? biasSlope, size: units))
      if call == calls { line.add(after: generator.upcoming) }
      lines.append(line)
    }
    return lines
  }

  /// What samples add up to.
  private static func summed(_ values: [Float], size: Int) -> [Float] {
    if values.count == size { return values }
    var sums = [Double](repeating: 0, count: size)
    for (index, value) in values.enumerated() { sums[index % size] += Double(value) }
    return sums.map { Float($0) }
  }
}
