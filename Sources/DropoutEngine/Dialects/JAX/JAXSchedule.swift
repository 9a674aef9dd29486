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
  /// Keras on JAX: layer i is `Dropout(rate, seed=s + i)`.
  case keras
}
