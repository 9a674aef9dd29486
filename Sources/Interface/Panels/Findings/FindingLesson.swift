/// What usually brings a finding about, and where one learns more of it.
struct FindingLesson {
  /// What it usually comes from.
  let why: String
  /// The number of the view that shows it, and what to look at there.
  let view: Int
  let look: String
  /// The scenario that plays it.
  var scenario: String?

  /// Nil for a rule that nothing is said about.
  init?(_ rule: String) {
    guard let lesson = FindingLesson.all[rule] else { return nil }
    self = lesson
  }

  private init(_ why: String, _ view: Int, _ look: String, _ scenario: String? = nil) {
    (self.why, self.view, self.look, self.scenario) = (why, view, look, scenario)
  }

  private static let all: [String: FindingLesson] = [
    "D01": FindingLesson(
      "eval() was not called before evaluating, or a functional dropout lacks"
        + " training=self.training.", 1, "dots in evaluation", "forgot-eval"),
    "D02": FindingLesson(
      "train() was not called after validation, or forward goes past the module.", 2,
      "kept stands at 100%"),
    "D03": FindingLesson(
      "The chance of keeping was handed over as p, or p is set once more somewhere else.", 1,
      "kept beside its bracket", "p-and-keep-swapped"),
    "D04": FindingLesson(
      "Code divides by 1 − p by hand and the layer does it, too; or neither does.", 8,
      "the ratio of the means", "scale-twice"),
    "D05": FindingLesson(
      "The seed has no rank in it, or all ranks load one state of the generator.", 9,
      "the differences are empty", "same-seed-on-ranks"),
    "D06": FindingLesson(
      "Something seeds the generator before every forward: manual_seed() in it, a generator made"
        + " there, a JAX key that is not split, a CUDA graph that is replayed.", 5,
      "from call to call", "frozen-generator"),
    "D07": FindingLesson(
      "A kernel draws one number for several elements, or a mask is broadcast.", 5, "neighbours"),
    "D08": FindingLesson(
      "Checkpointing does not keep the generator's state, or a resumed run lost it.", 2,
      "recomputed runs"),
    "D09": FindingLesson(
      "A mask was made for another size, an index is fixed, or a rectifier never fires.", 5,
      "the units that stand out", "dead-units"),
    "D10": FindingLesson(
      "Something overflows before the mask, and 0 × NaN is NaN still.", 1, "the red line of NaN"),
    "D11": FindingLesson(
      "Dropout before a batch norm widens the variance that it learns.", 6,
      "the spread before and after", "variance-shift"),
    "D12": FindingLesson(
      "The writer was stopped in the middle, or its disk was full.", 6, "the gap in the calls"),
    "D13": FindingLesson(
      "The result of F.dropout() is assigned to nothing, or the next layer reads another tensor.",
      2,
      "the site's row"),
    "D14": FindingLesson(
      "One block ends in dropout, and the next one begins with it.", 2, "two sites in a row",
      "dropout-twice"),
    "D15": FindingLesson(
      "F.dropout(x, self.training): the flag stands where p belongs.", 1, "p is 1, then 0"),
  ]
}
