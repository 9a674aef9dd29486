/// What a view needs of a timeline beyond its calls, and what a timeline has of it.
package struct Needs: OptionSet, Sendable, Hashable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// What every unit did, call by call.
  package static let unitHistory = Needs(rawValue: 1 << 0)
  /// More masks for the call on screen, drawn as it would draw them.
  package static let moreMasks = Needs(rawValue: 1 << 1)
  /// The same network without dropout, on the same weights and data.
  package static let twin = Needs(rawValue: 1 << 2)
  /// Histograms of calls that went by.
  package static let callHistograms = Needs(rawValue: 1 << 3)
  /// The other ranks of the run.
  package static let otherRanks = Needs(rawValue: 1 << 4)

  /// Words for each of them.
  var words: String {
    let all: [(Needs, String)] = [
      (.unitHistory, "the history of every unit"), (.moreMasks, "more masks of one call"),
      (.twin, "the network without dropout"), (.callHistograms, "histograms of earlier calls"),
      (.otherRanks, "other ranks"),
    ]
    return all.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
