import DropoutEngine
import RealModule

/// What a kind of dropout promises, as far as rules depend on it: asked of the kind once a site.
struct KindTraits: Sendable, Equatable {
  /// What chance alone makes of its draws.
  let law: DrawLaw
  /// Whether the last stage multiplies as vanilla or inverted dropout does, and in no other way.
  let isScaledByMode: Bool

  /// The traits of a kind by its name in logs; one without a name is taken for element dropout, and
  /// nothing is known of one with another name.
  init(_ name: String?) {
    let kind: (any DropoutKind)? = name.map { DropoutKinds.named($0) } ?? ElementDropout()
    law = kind?.law ?? .unknown
    isScaledByMode = kind?.repair == .byMode
  }

  /// A bound on a chance that would be `chance` if all decisions were independent: of n elements that
  /// hang together in clusters of r it is as if n / r were. Of unknown clusters only that a mask is
  /// not the rule: one half.
  func bound(_ chance: Double) -> Double {
    guard let reach = law.reach else { return max(chance, 0.5) }
    return reach == 1 ? chance : Double.pow(chance, 1 / Double(reach))
  }
}
