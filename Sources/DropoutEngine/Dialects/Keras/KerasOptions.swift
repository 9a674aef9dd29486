/// Where a Keras layer's seed comes from.
public enum KerasSchedule: String, Sendable, Hashable, CaseIterable {
  /// Layer j of a session is `Dropout(rate, seed=s + j)`.
  case keras
  /// `keras.utils.set_random_seed(s)`, and layers without a seed: each takes the next one from
  /// Python's generator when it is made.
  case setRandomSeed = "set-random-seed"
}

extension DialectOption<KerasSchedule> {
  /// Where a layer's seed comes from.
  public static var seeding: Self {
    .choice(
      "schedule", help: "where a layer's seed comes from, keras (s + j) or set-random-seed.",
      standard: .keras, ["keras": .keras, "set-random-seed": .setRandomSeed])
  }
}

extension DialectOption<[Int]> {
  /// Which of the seeds that a program hands out each dropout layer takes.
  public static var seedIndex: Self {
    let needs = "numbers from 0 to 65535, one a dropout layer, as 1+3"
    return DialectOption(
      name: "seed-index",
      help: "with set-random-seed, which seed of the program each dropout layer takes, as 1+3 "
        + "where dense layers take one, too.",
      standard: [], needs: needs,
      read: { text in
        let parts = text.split(separator: "+", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }.filter { 0...65_535 ~= $0 }
        return numbers.count == parts.count ? numbers : nil
      }, write: { $0.map(String.init).joined(separator: "+") })
  }
}
