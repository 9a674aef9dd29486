/// The shape of attention weights: queries by keys, for every head of every sample.
struct AttentionShape {
  let heads: Int
  let rows: Int
  let columns: Int

  /// - Parameter shape: any; axes that it lacks are 1, those before the last two count heads.
  init(_ shape: [Int]) {
    columns = shape.last ?? 1
    rows = shape.dropLast().last ?? 1
    heads = shape.dropLast(2).reduce(1, *)
  }

  var count: Int { heads * rows * columns }
}

extension DialectOption<Int> {
  /// The offset of a CUDA generator.
  public static var philoxOffset: Self {
    .number(
      "offset",
      help: "the generator's offset before the first mask, as torch.cuda's get_offset() tells it.",
      standard: 0, in: 0...Int.max)
  }
}
