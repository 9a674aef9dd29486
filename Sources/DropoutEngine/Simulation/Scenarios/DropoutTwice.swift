extension Scenario {
  /// A second dropout follows the first with nothing between them, as happens where a block ends in one
  /// and the next begins with one.
  static let dropoutTwice = Scenario(
    "dropout-twice", "two dropouts in a row drop 51% where p is 0.30", rule: "D14",
    plan: .twice,
    captions: [
      Caption(
        1...8, "hidden1 and again stand in a row, nothing between them. Compare their tiles."),
      Caption(
        9...20, "What hidden1 drops is zero already in again, which drops 30% of all once more."),
      Caption(21...32, "Each keeps what its p says, so neither looks odd. Together they drop 51%."),
      Caption(
        33...60, "The verdict at the top right says it: D14. Press 7: what it means, what to do."),
    ])
}

extension NetworkPlan {
  private static let rate = Rate(unchecked: 0.3)

  fileprivate static let twice = NetworkPlan(
    sampleShapes: [[64]],
    modules: [
      ModulePlan("dense1", .linear(inputs: 64, outputs: 128)),
      ModulePlan("relu1", .activation(.relu)),
      ModulePlan("hidden1", .dropout(ElementDropout(), rate)),
      ModulePlan("again", .dropout(ElementDropout(), rate)),
      ModulePlan("dense2", .linear(inputs: 128, outputs: 64)),
      ModulePlan("relu2", .activation(.relu)),
      ModulePlan("hidden2", .dropout(ElementDropout(), rate)),
      ModulePlan("dense3", .linear(inputs: 64, outputs: 10)),
    ])
}
