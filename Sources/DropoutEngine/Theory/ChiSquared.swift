import RealModule

/// The χ² distribution: how surprising a sum of so many squared standard normals is.
package enum ChiSquared {
  /// The chance of a sum of at least `value`: Q(k/2, x/2), the upper incomplete gamma function.
  ///
  /// Series or continued fraction, whichever converges (Numerical Recipes, 6.2); both to 1e-13 of
  /// SciPy's `chi2.sf` for up to a thousand degrees.
  package static func atLeast(_ value: Double, degrees: Int) -> Double {
    guard degrees > 0, value.isFinite else { return value > 0 ? 0 : 1 }
    guard value > 0 else { return 1 }
    let (a, x) = (Double(degrees) / 2, value / 2)
    let factor = Double.exp(a * Double.log(x) - x - Double.logGamma(a))
    return x < a + 1 ? 1 - factor * series(a, x) : factor * fraction(a, x)
  }

  /// More terms than any sum of a million squares takes.
  private static let most = 100_000

  /// 1/a + x/(a(a+1)) + …
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (sum, term, n) = (1 / a, 1 / a, a)
    for _ in 0..<most {
      n += 1
      term *= x / n
      sum += term
      if term < sum * 1e-16 { break }
    }
    return sum
  }

  /// Lentz's method for the continued fraction.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / (b == 0 ? tiny : b)
    var result = d
    for i in 1..<most {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      if abs(d) < tiny { d = tiny }
      c = b + an / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let step = d * c
      result *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return result
  }
}
