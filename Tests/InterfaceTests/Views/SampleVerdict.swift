import DropoutEngine

@testable import Interface

/// What a doctor might conclude about a `SampleNetwork`: three findings, one that follows, one that
/// was accepted, a note, rules that passed and rules that could not run.
enum SampleVerdict {
  static func conclusion() -> Conclusion {
    var verdict = Verdict()
    verdict.findings = [rateOff, frozen, lost]
    verdict.following = [scaleOff]
    verdict.accepted = [sameOnRanks]
    verdict.notes = [dead]
    verdict.passed = passed
    verdict.notRun = [
      .init(
        rule: "D08", name: "recompute-differs",
        needs: "a recomputed run, as gradient checkpointing makes"),
      .init(
        rule: "D11", name: "variance-shift",
        needs: "next_norm: the record of which batch norm follows a site, and its stages"),
    ]
    verdict.unseen = ["masks of blocks.9 are too large to keep"]
    verdict.looked = looked(48, 60, 1_474_560)
    return Conclusion(verdict, through: 60)
  }

  static func healthy() -> Conclusion {
    var verdict = Verdict()
    verdict.passed = passed
    verdict.notRun = [
      .init(rule: "D05", name: "same-on-ranks", needs: "the logs of two ranks or more of one run")
    ]
    verdict.looked = looked(48, 60, 1_474_560)
    return Conclusion(verdict, through: 60)
  }

  static func looked(_ sites: Int, _ calls: Int, _ elements: Int) -> Verdict.Looked {
    var looked = Verdict.Looked()
    (looked.sites, looked.calls, looked.elements) = (sites, calls, elements)
    return looked
  }

  private static let passed: [Verdict.Passed] = [
    .init(rule: "D01", name: "active-in-eval", looked: looked(48, 3, 144)),
    .init(rule: "D07", name: "not-independent", looked: looked(46, 57, 1_400_000)),
    .init(rule: "D14", name: "twice-in-a-row", looked: looked(0, 60, 0)),
  ]

  private static let rateOff = Finding(
    rule: "D03", name: "rate-off", severity: .error, sites: ["blocks.3.mlp.drop"], from: 12, to: 60,
    lanes: [0],
    numbers: [
      .init("drop rate", 0.1002, expected: 0.2, sigma: -85.3, chance: 0),
      .init("draws", 116_736),
    ],
    what: "10 % are dropped where the rate says 20 %.",
    meaning: "The layer regularises less than it should, and the scale does not fit what is kept.",
    advice: "Look at which rate reaches the draw: another p may be set later.",
    place: "train.py:31", cause: "blocks.3.mlp.drop")

  private static let frozen = Finding(
    rule: "D06", name: "frozen", severity: .error,
    sites: ["blocks.2.attn.drop", "blocks.4.attn.drop", "blocks.5.attn.drop"], from: 34, to: 60,
    lanes: [0, 1],
    numbers: [
      .init("masks drawn before", 26, expected: 0, chance: 3.2e-41), .init("masks", 27),
    ],
    what: "One mask is used in every call: all 27 are the same.",
    meaning: "The same units are always missing together: a smaller network trains, and the"
      + " ensemble is lost.",
    advice: "Make the generator once and do not seed it inside the training loop or forward.",
    place: "timm/models/vision_transformer.py:112", cause: "frozen")

  private static let lost = Finding(
    rule: "D12", name: "lost-records", severity: .warning, sites: [], from: nil, to: nil,
    lanes: [0], numbers: [.init("calls missing", 2)], what: "2 calls are missing from the record.",
    meaning: "What happened in them nobody can say.",
    advice: "Let the recorder write to a local disk.", cause: "")

  private static let scaleOff = Finding(
    rule: "D04", name: "scale-off", severity: .error, sites: ["blocks.3.mlp.drop"], from: 12,
    to: 60,
    lanes: [0], numbers: [], what: "", meaning: "", advice: ""
  ).followed("D03")

  private static let sameOnRanks = Finding(
    rule: "D05", name: "same-on-ranks", severity: .error, sites: ["blocks.0.attn.drop"], from: 1,
    to: 60, lanes: [0, 1], numbers: [.init("equal masks", 57, expected: 0, chance: 1e-12)],
    what: "Ranks 0 and 1 draw the same masks.", meaning: "Both train the same part of the network.",
    advice: "Seed each rank by its number.", cause: "same")

  private static let dead = Finding(
    rule: "D09", name: "dead-units", severity: .note, sites: ["blocks.1.mlp.drop"], from: 3, to: 60,
    lanes: [0], numbers: [.init("units always dropped", 1, expected: 0)],
    what: "1 unit was never kept.", meaning: "It does not learn.",
    advice: "Nothing, if it is meant.",
    cause: "dead")
}

extension Finding {
  fileprivate func followed(_ rule: String) -> Finding {
    var finding = self
    finding.follows = rule
    return finding
  }
}
