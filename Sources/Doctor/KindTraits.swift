import DropoutEngine

/// What a kind of dropout promises, as far as rules depend on it.
struct KindTraits: Sendable, Equatable {
  /// Whether decisions are independent, each kept with chance 1 - p.
  var isIndependent = true
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
    case "gaussian", "gaussian-noise":
      (isIndependent, scaling, drops) = (false, .other, false)
    default:
      // Blocks share elements, and of other names nothing is known.
      isIndependent = false
      scaling = .other
    }
    if kind?.contains("scaled=false") == true { scaling = .other }
  }
}
