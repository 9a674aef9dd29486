import RealModule

/// How sure a rule must be before it speaks.
///
/// A healthy session of any length raises a false alarm of a rule with probability at most
/// ``perRule``. Evidence is a product of factors whose mean, given the past, is at most 1, so that
/// it ever reaches 1/α with probability at most α (J. Ville, 1939), however often one looks.
/// The k-th site of a session is given α/(k(k+1)), since their number is not known beforehand:
/// those parts add up to α. Several tests at a site share its part evenly.
enum Level {
  /// The probability of a false alarm, for each rule.
  static let perRule = 1e-6

  /// What the logarithm of the evidence must reach.
  ///
  /// - Parameters:
  ///   - site: the site's index, from 0, over all lanes.
  ///   - tests: how many tests are made at the site.
  static func threshold(site: Int, tests: Int = 1) -> Double {
    let k = Double(site) + 1
    return Double.log(k * (k + 1) * Double(max(tests, 1)) / perRule)
  }

  /// The bound on the chance that a healthy session ever shows such evidence.
  static func chance(_ logEvidence: Double, site: Int, tests: Int = 1) -> Double {
    min(1, Double.exp(threshold(site: site, tests: tests) - logEvidence) * perRule)
  }
}

/// log Σ exp(v), the largest taken out first.
func logSum(_ values: some Collection<Double>) -> Double {
  guard let most = values.max(), most > -.infinity else { return -.infinity }
  return most + Double.log(values.reduce(0) { $0 + Double.exp($1 - most) })
}
