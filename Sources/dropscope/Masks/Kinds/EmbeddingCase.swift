import DropoutEngine

/// Embedding rows: shape (V, H), looked up by `words`.
extension KindCase {
  /// The layer that drops rows; nil where the op is of another sort.
  func embeddingLayer() -> KindLayer? {
    switch op {
    case "fastai.EmbeddingDropout", "awd.embedded_dropout": KindLayer(kind: EmbeddingDropout())
    case "vanilla-rows": KindLayer(kind: EmbeddingDropout(), mode: .vanilla)
    default: nil
    }
  }

  /// y and dw.
  func embeddingLines(_ layer: KindLayer) throws -> [KindLine] {
    let extents = try extents(2, "words and features, as [8, 4]")
    let words = try fields.numbers("words")
    if let bad = words.first(where: { $0 >= extents[0] }) {
      throw fields.failure("words", has: "a list with \(bad)", needs: "below \(extents[0])")
    }
    // Without a padding word fastai and awd-lstm hand on -1, which PyTorch takes for the last row.
    let last = op == "vanilla-rows" ? nil : extents[0] - 1
    let padding = fields.has("padding") ? try fields.number("padding") : last
    let lookup = EmbeddingLookup(words: words, width: extents[1], padding: padding)
    let w = try tensor("w", extents[0] * extents[1])
    let dy = try tensor("dy", words.count * extents[1])
    var generator = try generator(layer.dialect)
    var lines: [KindLine] = []
    for call in 1...max(calls, 1) where calls > 0 {
      let drawn = try draw(layer, over: extents, call: call, from: &generator)
      var line = KindLine(id: id)
      line.add("noise", drawn.noise, shape: drawn.shape)
      line.add("y", lookup.forward(drawn.applied.after(w)))
      line.add("dw", drawn.applied.backward(lookup.backward(dy, rows: extents[0])))
      if call == calls { line.add(after: generator.upcoming) }
      lines.append(line)
    }
    return lines
  }
}
