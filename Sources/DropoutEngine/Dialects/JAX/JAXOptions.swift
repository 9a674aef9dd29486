/// Which key reaches a dropout layer of a JAX program (dialects.md 6.3).
public enum JAXSchedule: String, Sendable, Hashable, CaseIterable {
  /// Every mask from `key(s)`: the same bits again and again.
  case raw
  /// `key, sub = split(key)` before every mask, the usual loop.
  case splitChain = "split-chain"
  /// `keys = split(key(s), n)`, one for each mask in the order in which they are drawn.
  case splitN = "split-n"
  /// `fold_in(key(s), call)`, counted from 0, for all layers of a call.
  case foldStep = "fold-step"
  /// Flax linen's `apply(…, rngs={'dropout': fold_in(key(s), call)})`, with unnamed layers.
  case linen
  /// Flax nnx 0.11 and later: layers built one after another from `Rngs(s)`, each with its stream.
  case nnx
  /// Flax nnx up to 0.10: all layers draw from one stream in the order in which they run, and so does
  /// what is built with parameters.
  case nnxShared = "nnx-shared"
  /// Keras on JAX: layer i is `Dropout(rate, seed=s + i)`.
  case keras
}

extension DialectOption<JAXSchedule?> {
  /// Which key reaches a layer; nil for the split chain.
  public static var schedule: Self {
    let schedules = JAXSchedule.allCases.map(\.rawValue).joined(separator: ", ")
    return DialectOption(
      name: "schedule",
      help: "which key reaches a layer: \(schedules). (default: raw for mask, else split-chain)",
      standard: nil, needs: schedules, read: { text in JAXSchedule(rawValue: text).map { $0 } },
      write: { $0?.rawValue })
  }
}

extension DialectOption<Bool> {
  /// JAX's bits of 0.5 and later, or those from before.
  public static var isPartitionable: Self {
    .choice(
      "layout", help: "the layout of its bits, partitionable (since 0.5) or original.",
      standard: true, ["partitionable": true, "original": false])
  }

  /// JAX with `jax_enable_x64`.
  public static var x64: Self {
    .choice("x64", help: "with jax_enable_x64.", standard: false, ["true": true, "false": false])
  }
}

extension DialectOption<Int> {
  /// How many draws of a shared stream came before the first mask: a Linear takes two.
  public static var drawsBefore: Self {
    .number(
      "count",
      help: "with nnx-shared, how many draws building the layers took: 2 for a Linear, a Conv.",
      standard: 0, in: 0...Int(UInt32.max))
  }
}

extension DialectOption<Int?> {
  /// Into how many keys `split-n` splits: needed where bits are not partitionable.
  public static var splitCount: Self {
    .number("split-count", help: "into how many keys split-n splits.", in: 1...Int(Int32.max))
  }
}
