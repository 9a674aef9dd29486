import DropoutEngine
import RealModule

/// What a kind of dropout promises, as far as rules depend on it.
struct KindTraits: Sendable, Equatable {
  /// Whether decisions are independent, each kept with chance 1 - p.
  var isIndependent = true
  /// How many elements one decision takes along, at most; nil where that is not known.
  var reach: Double? = 1
  /// What the last stage multiplies by.
  var scaling = Scaling.byMode
  /// Whether elements are dropped at all: kinds of factors only multiply, and keep every one.
  var drops = true

  /// How kinds repair the expectation.
  enum Scaling: Sendable, Equatable {
    /// As vanilla or inverted dropout does.
    case byMode
    /// In a way of its own, or in several.
    case other
  }

  /// The traits of a kind by its name in logs; one without a name is taken for element dropout.
  init(_ kind: String?) {
    // Options stand behind the name: `droppath:mode=batch`.
    switch kind?.split(separator: ":").first.map(String.init) {
    case nil, "dropout", "dropout1d", "dropout2d", "dropout3d", "locked", "droppath", "attention",
      "dropconnect":
      break
    case "alpha", "feature-alpha", "word", "embedding": scaling = .other
    case "dropblock":
      // Blocks share elements; few are larger than 11 x 11.
      (isIndependent, reach, scaling) = (false, 128, .other)
    case "gaussian", "gaussian-noise":
      (isIndependent, scaling, drops) = (false, .other, false)
    default:
      // Of other names nothing is known.
      (isIndependent, reach, scaling) = (false, nil, .other)
    }
    if kind?.contains("scaled=false") == true { scaling = .other }
  }

  /// A bound on a chance that would be `chance` if all decisions were independent: of n elements that
  /// hang together in clusters of r it is as if n / r were. Of unknown clusters only that a mask is
  /// not the rule: one half.
  func bound(_ chance: Double) -> Double {
    guard let reach else { return max(chance, 0.5) }
    return reach == 1 ? chance : Double.pow(chance, 1 / reach)
  }
}
