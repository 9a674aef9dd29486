import DropoutEngine

/// MC dropout: Linear, ReLU, dropout, Linear, run several times on one input; shape (N, in, hidden,
/// out).
extension KindCase {
  /// Each pass, and on the last line what all of them give.
  func monteCarloLines() throws -> [KindLine] {
    let extents = try extents(4, "samples, inputs, hidden and outputs, as [3, 4, 8, 2]")
    let (rows, inputs, width, outputs) = (extents[0], extents[1], extents[2], extents[3])
    let first = DroppedLinear(
      weights: try tensor("w", width * inputs), bias: try tensor("bias", width), inputs: inputs,
      units: width, rows: rows)
    let second = DroppedLinear(
      weights: try tensor("v", outputs * width), bias: try tensor("bias", outputs),
      inputs: width, units: outputs, rows: rows)
    let hidden = first.forward(try tensor("x", rows * inputs)).map { $0 < 0 ? 0 : $0 }
    let layer = KindLayer(kind: ElementDropout(), dropsAlways: true)
    // A consistent layer keeps its first mask until it is reset.
    let isConsistent = op == "mc.baal-consistent"
    let reset = try fields.number("reset_before")
    var generator = try generator(layer.dialect)
    var (lines, passes) = ([KindLine](), [[Float]]())
    var last: Drawn?
    for call in 1...max(calls, 1) where calls > 0 {
      var line = KindLine(id: id)
      let drawn: Drawn
      if let last, isConsistent, call != reset {
        drawn = last
        line.add("noise", nil, shape: [])
      } else {
        drawn = try draw(layer, over: [rows, width], call: call, from: &generator)
        line.add("noise", drawn.noise, shape: drawn.shape)
      }
      last = drawn
      passes.append(second.forward(drawn.applied.after(hidden)))
      line.add("y", passes[passes.count - 1])
      lines.append(line)
    }
    guard !lines.isEmpty else { return [] }
    let end = lines.count - 1
    lines[end].add("hidden", hidden)
    lines[end].add("eval_y", second.forward(hidden))
    let (mean, variance) = Self.moments(passes)
    lines[end].add("mean_y", mean)
    lines[end].add("variance_y", variance)
    lines[end].add(after: generator.upcoming)
    return lines
  }

  /// Mean and population variance over passes.
  private static func moments(_ passes: [[Float]]) -> (mean: [Float], variance: [Float]) {
    let count = Double(passes.count)
    let indices = passes[0].indices
    let mean = indices.map { index in passes.reduce(0.0) { $0 + Double($1[index]) } / count }
    let variance = indices.map { index in
      passes.reduce(0.0) { sum, pass in
        let distance = Double(pass[index]) - mean[index]
        return sum + distance * distance
      } / count
    }
    return (mean.map { Float($0) }, variance.map { Float($0) })
  }
}
