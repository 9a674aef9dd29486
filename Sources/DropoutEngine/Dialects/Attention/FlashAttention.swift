/// The mask of FlashAttention-2's weights, which `F.scaled_dot_product_attention` draws in half
/// precision on a GPU (dialects-2.md 10.1): 16 weights a block of Philox with seven rounds, a byte
/// each, so that rates are multiples of 1/256.
///
/// The last two axes of a shape are queries and keys; those before count heads.
enum FlashAttention: AttentionKernel {
  /// Rows and columns that 32 blocks draw for.
  private static let tile = (rows: 16, columns: 32)

  static func words(_ call: MaskCall) -> UInt64 {
    32 * UInt64(AttentionShape(call.shape).heads)
  }

  /// The largest byte that is kept: the kernel subtracts in float32 and multiplies in double.
  static func limit(_ rate: Rate) -> UInt8 {
    UInt8((Double(1 - Float(rate.value)) * 255).rounded(.down))
  }

  static func mask(_ call: MaskCall, from state: PhiloxState) -> Mask {
    let (shape, limit) = (AttentionShape(call.shape), limit(call.rate))
    let philox = Philox4x32(seed: state.seed)
    var bits = [UInt64](repeating: 0, count: Mask.wordCount(for: shape.count))
    for head in 0..<shape.heads {
      let offset = state.offset &+ UInt64(32 * head)
      for row in stride(from: 0, to: shape.rows, by: tile.rows) {
        for column in stride(from: 0, to: shape.columns, by: tile.columns) {
          let place = UInt64(column / tile.columns) << 32 | UInt64(row / tile.rows)
          let kept = philox.attentionTile(offset, place, upTo: limit)
          for line in 0..<min(tile.rows, shape.rows - row) {
            let start = (head * shape.rows + row + line) * shape.columns + column
            let size = min(tile.columns, shape.columns - column)
            bits.set(UInt64(kept[line]) & (1 << UInt64(size) - 1), at: start)
          }
        }
      }
    }
    return Mask(words: bits, count: shape.count)
  }
}

extension Philox4x32 {
  /// A tile of 16 rows, of which column j is bit j: a byte that is not above the limit is kept.
  ///
  /// Thread `lane` of a warp has rows lane / 4 and lane / 4 + 8, and in each half of 8 columns those
  /// at twice lane mod 4.
  ///
  /// - Parameter place: the tile's row, with its column above in 32 bits.
  fileprivate func attentionTile(
    _ offset: UInt64, _ place: UInt64, upTo limit: UInt8
  ) -> [UInt32] {
    var rows = [UInt32](repeating: 0, count: 16)
    for lane in 0..<32 {
      let drawn = block(Self.counter(offset &+ UInt64(lane), place), rounds: 7)
      let words = [drawn.0, drawn.1, drawn.2, drawn.3]
      for index in 0..<16 {
        let byte = UInt8(truncatingIfNeeded: words[index / 4] >> UInt32(index % 4 * 8))
        guard byte <= limit else { continue }
        let column = index / 4 * 8 + lane % 4 * 2 + index % 2
        rows[lane / 4 + index % 4 / 2 * 8] |= 1 << UInt32(column)
      }
    }
    return rows
  }
}

extension [UInt64] {
  /// Sets up to 32 bits from a bit on, where there were none.
  fileprivate mutating func set(_ bits: UInt64, at start: Int) {
    let (index, shift) = (start / 64, UInt64(start % 64))
    self[index] |= bits << shift
    if shift > 32, index + 1 < count { self[index + 1] |= bits >> (64 - shift) }
  }
}

extension Dialect {
  /// FlashAttention-2.
  public static let flashAttention = Dialect(
    FlashAttention.self, family: "flash-attention",
    summary: "weights of FlashAttention-2 on an NVIDIA GPU, and of SDPA's flash kernel",
    refusesRateOne: true)
}
