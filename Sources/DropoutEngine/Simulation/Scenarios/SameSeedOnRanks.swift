extension Scenario {
  /// Data-parallel ranks that were given one seed: each has data of its own, and all draw the same
  /// masks. The ranks are simulations beside each other; their gradients are not averaged.
  static let sameSeedOnRanks = Scenario(
    "same-seed-on-ranks", "four ranks with one seed: all drop the same units", rule: "D05", view: 9,
    fault: Fault(ranks: 4),
    captions: [
      Caption(
        1...20, "Four ranks, each with its own data: masks should differ in half the dots."
      ),
      Caption(
        21...40,
        "The difference is empty: no rank adds its number to the seed. It is D05."),
      Caption(
        41...60, "Press enter to see one rank in view 1, and 7 for what it means and what to do."),
    ])
}
