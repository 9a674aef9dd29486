import ArgumentParser
import Sessions

/// Which of several ranks is on screen.
struct RankArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of several logs, the rank that is on screen. (default: the lowest)", valueName: "n"),
    transform: { try RankNumber($0) })
  var rank: RankNumber?

  /// The logs of a run's ranks as one session.
  func timeline(_ files: [String], follows: Bool) throws -> RankedTimeline {
    let sources = try RankFiles.open(files, follows: follows)
    guard let rank else { return RankedTimeline(sources) }
    let timeline = RankedTimeline(sources)
    guard let lane = timeline.lanes.firstIndex(where: { $0.rank == rank.value }) else {
      let known = timeline.lanes.compactMap { $0.rank.map(String.init) }.joined(separator: ", ")
      let words = known.isEmpty ? "no log says its rank" : "the ranks are \(known)"
      throw Failure.usage("--rank \(rank.value): \(words)")
    }
    return RankedTimeline(sources, reference: lane)
  }
}
