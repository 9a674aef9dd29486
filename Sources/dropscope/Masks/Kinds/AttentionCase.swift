import DropoutEngine

/// Attention: shape (N, h, L, S, d).
extension KindCase {
  /// The layer that drops attention weights; nil where the op is of another sort.
  func attentionLayer() -> KindLayer? {
    switch op {
    case "sdpa": KindLayer(kind: AttentionDropout(), dropsAlways: true)
    case "mha": KindLayer(kind: AttentionDropout())
    case "flax.attention": KindLayer(kind: AttentionDropout(), dialect: .jax)
    default: nil
    }
  }

  /// The output, and the gradients of what went in.
  func attentionLines(_ layer: KindLayer) throws -> [KindLine] {
    let extents = try extents(5, "samples, heads, queries, keys and depth, as [2, 2, 3, 4, 4]")
    switch op {
    case "mha": return try multiHeadLines(layer, extents)
    case "flax.attention": return try flaxLines(layer, extents)
    default: return try plainLines(layer, extents)
    }
  }

  private func attention(_ extents: [Int]) throws(Failure) -> DroppedAttention {
    DroppedAttention(
      groups: extents[0] * extents[1], queries: extents[2], keys: extents[3], depth: extents[4],
      isCausal: try fields.flag("causal") ?? false)
  }

  private func plainLines(_ layer: KindLayer, _ extents: [Int]) throws -> [KindLine] {
    let attention = try attention(extents)
    let (outer, depth) = (extents[0] * extents[1], extents[4])
    let q = try query(outer * extents[2] * depth)
    let k = try tensor("k", outer * extents[3] * depth)
    let v = try tensor("v", outer * extents[3] * depth)
    let dy = try tensor("dy", outer * extents[2] * depth)
    let weights = attention.weights(q, k)
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      let drawn = try draw(layer, over: Array(extents.prefix(4)), call: call, from: &generator)
      let slopes = attention.backward(dy, q, k, v, weights: weights, applied: drawn.applied)
      var line = KindLine(id: id)
      line.add("noise", drawn.noise, shape: drawn.shape)
      line.add("weights", weights)
      line.add("y", attention.output(drawn.applied.after(weights), v))
      line.add("dq", slopes.q)
      line.add("dk", slopes.k)
      line.add("dv", slopes.v)
      if call == calls { line.add(after: generator.upcoming) }
      lines.append(line)
    }
    return lines
  }

  /// `MultiheadAttention` on one tensor, (N, L, h d).
  private func multiHeadLines(_ layer: KindLayer, _ extents: [Int]) throws -> [KindLine] {
    guard extents[2] == extents[3] else {
      throw fields.failure("shape", has: "queries and keys that differ", needs: "as many of each")
    }
    let attention = try attention(extents)
    let (rows, width) = (extents[0] * extents[2], extents[1] * extents[4])
    let x = try query(rows * width)
    let dy = try tensor("dy", rows * width)
    let into = DroppedLinear(
      weights: try tensor("w", 3 * width * width), bias: try tensor("bias", 3 * width),
      inputs: width, units: 3 * width, rows: rows)
    let out = DroppedLinear(
      weights: try tensor("w", width * width), bias: try tensor("bias", width), inputs: width,
      units: width, rows: rows)
    let projected = into.forward(x)
    let parts = (0..<3).map { part in
      Self.byHead(Self.columns(part, of: projected, width: width, rows: rows), extents)
    }
    let weights = attention.weights(parts[0], parts[1])
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      let drawn = try draw(layer, over: Array(extents.prefix(4)), call: call, from: &generator)
      let dropped = drawn.applied.after(weights)
      let joined = Self.byPlace(attention.output(dropped, parts[2]), extents)
      let upstream = Self.byHead(out.backward(dy), extents)
      let slopes = attention.backward(
        upstream, parts[0], parts[1], parts[2], weights: weights, applied: drawn.applied)
      let all = [slopes.q, slopes.k, slopes.v].map { Self.byPlace($0, extents) }
      var gradient: [Float] = []
      for row in 0..<rows {
        for part in all { gradient += part[row * width..<(row + 1) * width] }
      }
      var line = KindLine(id: id)
      line.add("noise", drawn.noise, shape: drawn.shape)
      if try fields.flag("need_weights") ?? true { line.add("returned_weights", dropped) }
      line.add("y", out.forward(joined))
      line.add("dx", into.backward(gradient))
      if call == calls { line.add(after: generator.upcoming) }
      lines.append(line)
    }
    return lines
  }

  /// Flax: (N, L, h, d), with a mask for each head, and with one for all.
  private func flaxLines(_ layer: KindLayer, _ extents: [Int]) throws -> [KindLine] {
    let attention = try attention(extents)
    let (outer, depth) = (extents[0] * extents[1], extents[4])
    let keyExtents = [extents[0], extents[1], extents[3], extents[3], depth]
    let q = Self.byHead(try query(outer * extents[2] * depth), extents)
    let k = Self.byHead(try tensor("k", outer * extents[3] * depth), keyExtents)
    let v = Self.byHead(try tensor("v", outer * extents[3] * depth), keyExtents)
    let weights = attention.weights(q, k)
    var shared = layer
    var kind = AttentionDropout()
    kind.isShared = true
    shared.kind = kind
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      var other = generator
      let shape = Array(extents.prefix(4))
      let drawn = try draw(layer, over: shape, call: call, from: &generator)
      let broadcast = try draw(shared, over: shape, call: call, from: &other)
      var line = KindLine(id: id)
      line.add("noise", drawn.noise, shape: drawn.shape)
      line.add("broadcast_noise", broadcast.noise, shape: broadcast.shape)
      line.add("weights", weights)
      for (name, drawn) in [("y", drawn), ("y_broadcast", broadcast)] {
        line.add(
          name, Self.byPlace(attention.output(drawn.applied.after(weights), v), extents))
      }
      lines.append(line)
    }
    return lines
  }

  /// The queries, keys or values of each row, which stand side by side.
  private static func columns(
    _ part: Int, of values: [Float], width: Int, rows: Int
  ) -> [Float] {
    var result: [Float] = []
    for row in 0..<rows {
      let start = (3 * row + part) * width
      result += values[start..<start + width]
    }
    return result
  }

  /// A quarter of the rule of x.
  private func query(_ count: Int) throws(Failure) -> [Float] {
    for name in ["q", "x"] where try fields.string("\(name)_f32") != nil {
      return try tensor(name, count)
    }
    return Ramp.x.values(count).map { $0 / 4 }
  }

  /// (N, L, h, d) as (N, h, L, d).
  private static func byHead(_ values: [Float], _ extents: [Int]) -> [Float] {
    swapped(values, extents[0], extents[2], extents[1], extents[4])
  }

  /// (N, h, L, d) as (N, L, h, d).
  private static func byPlace(_ values: [Float], _ extents: [Int]) -> [Float] {
    swapped(values, extents[0], extents[1], extents[2], extents[4])
  }

  private static func swapped(
    _ values: [Float], _ outer: Int, _ first: Int, _ second: Int, _ depth: Int
  ) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for block in 0..<outer {
      for b in 0..<second {
        for a in 0..<first {
          let start = ((block * first + a) * second + b) * depth
          result += values[start..<start + depth]
        }
      }
    }
    return result
  }
}
