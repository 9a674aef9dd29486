extension Scenario {
  /// The mask was made for a smaller layer, and is filled up with zeros: the last units never get
  /// through.
  static let deadUnits = Scenario(
    "dead-units", "a mask that is too short: the last 8 units are dropped in every sample",
    rule: "D09", fault: Fault(site: "hidden1", stuck: 120..<128),
    captions: [
      Caption(1...8, "Watch the lower right of hidden1: units 120 to 127, the last of the tiles."),
      Caption(
        9...20, "They are dropped in every call. On a large screen: a dark stripe in the batch."),
      Caption(
        21...32,
        "Kept is a little low, 47 of 100. View 5 tells which units bring it about."),
      Caption(
        33...60, "The verdict at the top right says it: D09. Press 7: what it means, what to do."),
    ])
}
