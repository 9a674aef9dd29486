extension Scenario {
  /// Something seeds the generator before every call, so that each draws what the first one drew.
  static let frozenGenerator = Scenario(
    "frozen-generator", "the generator is seeded anew before every call: one mask for ever",
    rule: "D06", fault: Fault(reseeds: true),
    captions: [
      Caption(1...8, "Watch the dots of one row while calls go by: which units are missing?"),
      Caption(
        9...20, "Always the same ones. Brightness changes from call to call, the dots do not."),
      Caption(
        21...32, "How many are kept is right, and no single call looks odd: only two of them do."),
      Caption(
        33...60, "The verdict at the top right says it: D06. Press 7: what it means, what to do."),
    ])
}
