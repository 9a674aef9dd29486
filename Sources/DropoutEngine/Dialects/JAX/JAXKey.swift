/// A threefry key of `jax.random`, and how new keys are made from it (dialects.md 6.1).
struct JAXKey: Sendable, Hashable {
  var high: UInt32
  var low: UInt32

  /// How the words of a draw are laid out.
  enum Layout: Sendable {
    /// `jax_threefry_partitionable=True`, the default since jax 0.5.
    case partitionable
    /// The default before.
    case original
  }

  init(_ words: (UInt32, UInt32)) {
    high = words.0
    low = words.1
  }

  var engine: Threefry2x32 { Threefry2x32(key: (high, low)) }

  /// `jax.random.fold_in`.
  func foldedIn(_ data: UInt32) -> JAXKey { JAXKey(engine.hash(0, data)) }

  /// Key `index` of `jax.random.split(key, count)`.
  ///
  /// - Parameter count: matters in the original layout only.
  func split(_ index: Int, of count: Int, layout: Layout) -> JAXKey {
    switch layout {
    case .partitionable: JAXKey(engine.hash(UInt64(index)))
    case .original:
      JAXKey((originalWord(2 * index, half: count), originalWord(2 * index + 1, half: count)))
    }
  }

  /// `jax.random.bits(key, (count,))`, 32 bits each.
  func words32(_ count: Int, layout: Layout) -> [UInt32] {
    let engine = self.engine
    switch layout {
    case .partitionable:
      return (0..<count).map { index in
        let words = engine.hash(UInt64(index))
        return words.0 ^ words.1
      }
    case .original:
      let half = (count + 1) / 2
      let pairs = (0..<half).map { index in
        let second = half + index < count ? half + index : 0
        return engine.hash(
          UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: second))
      }
      return Array((pairs.map(\.0) + pairs.map(\.1)).prefix(count))
    }
  }

  /// One word of an original draw of `2 * half`: counter `i` goes with `half + i`.
  private func originalWord(_ index: Int, half: Int) -> UInt32 {
    let counter = index < half ? index : index - half
    let words = engine.hash(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: half + counter))
    return index < half ? words.0 : words.1
  }
}
