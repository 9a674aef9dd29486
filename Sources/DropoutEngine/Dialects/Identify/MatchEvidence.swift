internal import RealModule

/// How much it proves that a dialect and a seed draw a mask (dialects-2.md 11).
///
/// An unrelated stream gives exactly this mask with probability `2^-bits`: of `tried` streams,
/// `expected` fit by luck.
public struct MatchEvidence: Sendable, Hashable {
  /// The information of the mask: that of its draws, not of its elements.
  public let bits: Double
  /// How many streams were tried that really differ.
  public let tried: Int
  /// How much a draw tells on average.
  public let bitsPerDraw: Double

  /// - Parameter draws: the independent draws that decide about the mask, and how many of them kept.
  public init(draws: MaskDraws, rate: Rate, tried: Int) {
    bits = Self.bits(draws, rate)
    let (p, q) = (rate.value, rate.keep)
    bitsPerDraw = (p > 0 ? -p * Double.log2(p) : 0) + (q > 0 ? -q * Double.log2(q) : 0)
    self.tried = tried
  }

  /// `-k log2(1-p) - (n-k) log2(p)` of k kept of n draws; infinite for what cannot be.
  static func bits(_ draws: MaskDraws, _ rate: Rate) -> Double {
    let dropped = draws.of - draws.kept
    return (draws.kept > 0 ? -Double(draws.kept) * Double.log2(rate.keep) : 0)
      + (dropped > 0 ? -Double(dropped) * Double.log2(rate.value) : 0)
  }

  /// Several masks in a row that all fit: their bits add up.
  public init(bits: Double, bitsPerDraw: Double, tried: Int) {
    (self.bits, self.bitsPerDraw, self.tried) = (bits, bitsPerDraw, tried)
  }

  /// How many of the streams fit by luck on average: `N 2^-b`.
  public var expected: Double { Double(tried) * Double.exp2(-bits) }

  /// The chance that at least one does: `1 - (1 - 2^-b)^N`.
  public var chance: Double {
    let one = Double.exp2(-bits)
    return one >= 1 ? 1 : -Double.expMinusOne(Double(tried) * Double.log(onePlus: -one))
  }

  /// What the match proves.
  public enum Strength: Sendable, Hashable, CaseIterable {
    /// Chance alone gives one or more.
    case nothing
    case weak
    case strong
    case beyondDoubt
  }

  /// What the match proves.
  public var strength: Strength {
    switch expected {
    case 1...: .nothing
    case 0.01..<1: .weak
    case 1e-6..<0.01: .strong
    default: .beyondDoubt
    }
  }

  /// How many more elements would make it strong; nil where it is, or where no number would.
  public var missingElements: Int? {
    guard strength == .nothing || strength == .weak, bitsPerDraw > 0, tried > 0 else { return nil }
    let missing = (Double.log2(Double(tried)) + 6.6 - bits) / bitsPerDraw
    return missing.isFinite && missing < 1e15 ? max(1, Int(missing.rounded(.up))) : nil
  }
}
