extension Scenario {
  /// The chance of keeping is handed over where that of dropping is asked for, as happens where code
  /// moves from TF1's keep_prob to p.
  static let swappedKeep = Scenario(
    "p-and-keep-swapped", "0.80 is handed over as p where 0.20 is meant", rule: "D03",
    fault: Fault(site: "hidden1", swapsKeep: true),
    rates: ["hidden1": Rate(unchecked: 0.2), "hidden2": Rate(unchecked: 0.2)],
    captions: [
      Caption(
        1...8, "p of hidden1 is 0.20: four in five should stay. Count its green tiles."),
      Caption(
        9...20, "One in five stays. Look at kept under the tiles: far left of its 95% bracket."),
      Caption(
        21...32, "The rest is times 5.00, not 1.25: a scale that fits what is dropped, not p."),
      Caption(
        33...60, "The verdict at the top right says it: D03. Press 7: what it means, what to do."),
    ])
}
