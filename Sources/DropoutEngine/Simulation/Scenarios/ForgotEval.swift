extension Scenario {
  /// Validation without `model.eval()`: held-out rows run through the network in training, without
  /// gradients, and masks are drawn all the same.
  static let forgotEval = Scenario(
    "forgot-eval", "validation runs without eval(): masks are drawn in it", rule: "D01",
    fault: Fault(validation: Fault.Validation(first: 13, every: 16, count: 4)),
    captions: [
      Caption(
        1...12, "The network trains. From call 13 on 4 calls in 16 are validation: watch train."),
      Caption(
        13...16,
        "Validation now, and the phase is still train: units drop. eval() is missing."),
      Caption(
        17...28, "Training again. In the next validation, from call 29, look at the tiles again."),
      Caption(
        29...32,
        "Validation, and again half the units are gone: its loss is a torn network's."),
      Caption(
        33...60, "The verdict at the top right says it: D01. Press 7: what it means, what to do."),
    ])
}
