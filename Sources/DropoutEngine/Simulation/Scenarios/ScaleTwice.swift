extension Scenario {
  /// Survivors are divided by 1 - p by hand, and once more by the layer.
  static let scaleTwice = Scenario(
    "scale-twice", "survivors are divided by 1 - p twice", rule: "D04",
    fault: Fault(site: "hidden1", scalesTwice: true),
    captions: [
      Caption(
        1...8, "The masks are right: about half of hidden1 stays. Now look at the scale below."),
      Caption(9...20, "Right of the histograms: × 4.00. With p 0.50 it should be × 2.00, once."),
      Caption(
        21...32, "The mean after is twice the mean before. Press 8: their ratio is 2, not 1."),
      Caption(
        33...60, "The verdict at the top right says it: D04. Press 7: what it means, what to do."),
    ])
}
