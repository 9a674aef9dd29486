import DropoutEngine
import PlainText

/// What a kind of dropout does, in words for the caption and the help.
struct KindWords {
  let scene: Scene
  let index: Int

  private var site: SiteCall { scene.call.sites[index] }
  private var inks: Inks { scene.inks }
  private var kind: (any DropoutKind)? {
    scene.arrival.header.site(site.name)?.kind.flatMap(DropoutKinds.named)
  }

  /// A word for what is dropped together, for the box's title; nil for single elements.
  static func word(_ kind: (any DropoutKind)?) -> String? {
    switch kind {
    case nil, is ElementDropout: nil
    case is ChannelDropout, is SpatialDropout: "channel"
    case is FeatureAlphaDropout: "alpha channel"
    case is DropPath: "path"
    default: kind?.name
    }
  }

  /// Sentences about this call, the fullest first; empty for kinds that the plain ones tell of.
  var sentences: [[Run]] {
    switch kind {
    case is ChannelDropout, is SpatialDropout:
      return said("channel", " drops whole maps: neighbours go together. ")
    case is DropPath:
      return said("path", " drops whole branches: a sample takes the short cut. ")
    case is AlphaDropout, is FeatureAlphaDropout: return alpha
    case is GaussianDropout: return gaussian
    case is AttentionDropout: return attention
    default: return []
    }
  }

  private func said(_ word: String, _ rest: String) -> [[Run]] {
    [[Run(word, inks.strong), Run(rest, inks.text)]]
  }

  private var alpha: [[Run]] {
    guard let fill = site.fill, let scale = site.scale, let shift = site.shift else { return [] }
    let value = Numerals.short(fill * scale + shift)
    let square = Run(inks.isASCII ? "v" : "▪", inks.ink(scene.theme.negative))
    return [
      [
        square, Run(": dropped, and so ", inks.text),
        Run(value, inks.ink(scene.theme.negative)),
        Run(
          ", not 0; × \(decimal(scale, 3)) + \(decimal(shift, 3)) keeps mean and variance. ",
          inks.text),
      ],
      [square, Run(": dropped, and so \(value), not 0. ", inks.text)],
    ]
  }

  private var gaussian: [[Run]] {
    guard let rate = site.rate, rate.value > 0 else { return [] }
    let turned = site.factors.map { factors in factors.count { $0 < 0 } }
    let sd = decimal((rate.value / rate.keep).squareRoot(), 2)
    let tail = turned.map { "; \($0) of \(site.factors?.count ?? 0) turned" } ?? ""
    return [
      [
        Run("Nothing is dropped", inks.strong),
        Run(": each value is multiplied by its own number, 1 ± \(sd)\(tail). ", inks.text),
      ], [Run("Each value has its own factor, 1 ± \(sd)\(tail). ", inks.text)],
      [Run("Each value has its own factor, 1 ± \(sd). ", inks.text)],
    ]
  }

  private var attention: [[Run]] {
    var runs = said("attention", " drops single weights: a row no longer sums to 1. ")
    if let sums = RowSums(scene, index: index), sums.sd > 0 {
      let span = "\(decimal(sums.smallest, 2))–\(decimal(sums.largest, 2))"
      let theory = "\(decimal(sums.mean, 2)) ± \(decimal(sums.sd, 2))"
      runs.insert(
        [
          Run("attention", inks.strong),
          Run(" drops single weights: row sums \(span), theory \(theory). ", inks.text),
        ], at: 0)
    }
    return runs
  }
}
