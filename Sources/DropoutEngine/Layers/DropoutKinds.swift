/// All kinds of dropout.
public enum DropoutKinds {
  /// In the order in which help texts name them.
  public static let all: [any DropoutKind] = [
    ElementDropout(), ChannelDropout(spatialAxes: 1), ChannelDropout(spatialAxes: 2),
    ChannelDropout(spatialAxes: 3), AlphaDropout(), FeatureAlphaDropout(), GaussianDropout(),
    DropConnect(), LockedDropout(), EmbeddingDropout(), WordDropout(), DropBlock(), DropPath(),
    SpatialDropout(), AttentionDropout(),
  ]

  /// The kind of that name in logs, with its options or without; nil where there is none.
  public static func named(_ name: String) -> (any DropoutKind)? { try? kind(name) }

  /// The kind of a name with options: `droppath:mode=batch`.
  ///
  /// - Throws: ``KindError`` where there is no such kind, option or value.
  public static func kind(_ text: String) throws(KindError) -> any DropoutKind {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, var kind = all.first(where: { $0.name == name }) else {
      throw .unknown(text)
    }
    guard parts.count == 2 else { return kind }
    for setting in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw .setting(String(setting), kind: kind.name) }
      try kind.set(String(sides[0]), to: String(sides[1]))
    }
    return kind
  }
}
